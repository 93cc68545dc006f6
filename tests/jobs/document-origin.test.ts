import { describe, expect, test } from 'vitest';
import type { ConfiguredCluster } from '../../lib/config.ts';
import { saveSnapshotPlaces } from '../../lib/config/cluster-places.ts';
import { originCheck, originsOf, possibleOriginsOf, whyTyped } from '../../lib/jobs/document-origin.ts';
import { guardOf } from '../../lib/jobs/guard.ts';
import { saveClusterUuid } from '../../lib/jobs/store/cluster-uuids.ts';
import type { RestoreSnapshotPlan } from '../../lib/kinds/restore-snapshot/schema.ts';
import type { RestorePlan } from '../../lib/kinds/restore/schema.ts';
import { configuredCluster } from '../support/configured-cluster.ts';
import { operator, switchPlan } from './builders.ts';
import { useStore } from './store/temporary-store.ts';

const temporary = useStore();
const { uuid } = switchPlan().cluster;

/** Target and source, at addresses and places of their own. */
function clusters(target: Partial<ConfiguredCluster>, source: Partial<ConfiguredCluster>): ConfiguredCluster[] {
  const made: ConfiguredCluster[] = [target, source].map((change, at) =>
    configuredCluster(temporary.data, {
      key: ['target', 'source'][at]!,
      name: ['search-target', 'search-source'][at]!,
      backupSource: `folder:/${at}`,
      connection: { url: `http://127.0.0.1:${9 + at}` },
      others: () => made.filter((other) => other.connection.url !== `http://127.0.0.1:${9 + at}`),
      ...change,
    }),
  );
  return made;
}

const plan = (backup: { source?: string; clusterUuid?: string | null }, from?: string): RestorePlan =>
  ({
    ...switchPlan(),
    kind: 'restore',
    target: { index: 'new', aliases: [], uuid: null },
    alias: null,
    before: [],
    after: [],
    backup: { ref: { source: backup.source ?? 'folder:/0', id: 'a.zip' }, clusterUuid: backup.clusterUuid ?? null },
    ...(from === undefined ? {} : { from }),
  }) as unknown as RestorePlan;

const snapshotPlan = (clusterUuid: string | null, place = 'fs /mnt/backups'): RestoreSnapshotPlan =>
  ({ ...plan({}), kind: 'restore-snapshot', snapshot: { clusterUuid, place } }) as unknown as RestoreSnapshotPlan;

const saveUuid = ({ connection, key }: ConfiguredCluster, as: string) =>
  saveClusterUuid(temporary.store, { key, url: connection.url, uuid: as });

describe('the name of the cluster is typed', () => {
  const production = { environment: 'production' };
  const staging = { environment: 'staging' };

  test('by the key, the place and the manifest of a backup of a lesser environment', () => {
    const [target, source] = clusters(production, staging) as [ConfiguredCluster, ConfiguredCluster];
    saveUuid(target, uuid);
    saveUuid(source, 'uuid-of-source');
    for (const each of [
      plan({}, 'source'),
      plan({ source: 'folder:/1' }),
      plan({ clusterUuid: 'uuid-of-source' }),
      plan({ source: 'folder:/1', clusterUuid: uuid }),
    ]) {
      const { typeCluster } = guardOf(temporary.store, target, each, operator);
      expect(typeCluster?.name).toBe('search-target');
      expect(typeCluster?.why).not.toContain('search-source');
    }
    expect(guardOf(temporary.store, target, plan({ clusterUuid: uuid }), operator)).not.toHaveProperty('typeCluster');
    expect(guardOf(temporary.store, target, plan({}), operator)).not.toHaveProperty('typeCluster');
  });

  test('not where both entries are the same cluster, nor downwards', () => {
    const [target, source] = clusters(production, staging) as [ConfiguredCluster, ConfiguredCluster];
    saveUuid(source, uuid);
    expect(originsOf(temporary.store, target, plan({}, 'source'))).toEqual([]);
    const [lesser] = clusters(staging, production) as [ConfiguredCluster];
    const documents = { clusterUuid: null, source: 'folder:/1', from: 'source' };
    expect(originCheck(null, lesser, documents, uuid)?.level).toBe('warn');
  });

  test('by the place of a snapshot that no job of this installation took', () => {
    const [target, source] = clusters(production, staging) as [ConfiguredCluster, ConfiguredCluster];
    saveUuid(target, uuid);
    saveUuid(source, 'uuid-of-source');
    const guardAfter = (each: RestoreSnapshotPlan) => guardOf(temporary.store, target, each, operator).typeCluster;
    saveSnapshotPlaces(source, []);
    expect(guardAfter(snapshotPlan(null))).toBeUndefined();
    saveSnapshotPlaces(source, ['fs /mnt/backups']);
    const typed = guardAfter(snapshotPlan(null));
    expect(typed?.name).toBe('search-target');
    expect(typed?.why).toContain('may come from another cluster (staging)');
    expect(possibleOriginsOf(temporary.store, target, snapshotPlan(null))).toEqual([source]);
    expect(originsOf(temporary.store, target, snapshotPlan(null))).toEqual([]);
    expect(guardAfter(snapshotPlan(uuid))).toBeUndefined();
    expect(guardAfter(snapshotPlan(null, 'fs /mnt/other'))).toBeUndefined();
    expect(guardAfter(snapshotPlan('uuid-of-source'))?.why).toContain('come from another cluster (staging)');
    // At another address the entry may be another cluster.
    saveSnapshotPlaces({ ...source, connection: { url: 'http://127.0.0.1:19' } }, ['fs /mnt/backups']);
    expect(guardAfter(snapshotPlan(null))).toBeUndefined();
  });

  test('documents that may be of production are a warning on a lesser cluster', () => {
    const [lesser, source] = clusters(staging, production) as [ConfiguredCluster, ConfiguredCluster];
    saveSnapshotPlaces(source, ['fs /mnt/backups']);
    const documents = { clusterUuid: null, source: null, repository: 'fs /mnt/backups', from: null };
    expect(originCheck(null, lesser, documents, uuid)?.title).toBe('Documents of production may go to staging');
    expect(originCheck(null, lesser, { ...documents, clusterUuid: uuid }, uuid)).toBeNull();
  });

  test('where protection or the environment differs', () => {
    const side = { environment: 'staging', protected: false, approval: false };
    expect(whyTyped(side, side)).toBeNull();
    expect(whyTyped(side, { ...side, protected: true })).not.toBeNull();
    expect(whyTyped(side, { ...side, approval: true })).not.toBeNull();
    expect(whyTyped(side, { ...side, environment: 'blue' })).not.toBeNull();
    expect(whyTyped({ ...side, environment: 'Blue' }, { ...side, environment: 'blue' })).toBeNull();
    expect(whyTyped({ ...side, environment: 'production' }, side)).toBeNull();
  });
});
