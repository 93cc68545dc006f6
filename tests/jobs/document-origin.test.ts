import { describe, expect, test } from 'vitest';
import type { ConfiguredCluster } from '../../lib/config.ts';
import { originCheck, originsOf, whyTyped } from '../../lib/jobs/document-origin.ts';
import { guardOf } from '../../lib/jobs/guard.ts';
import { saveClusterUuid } from '../../lib/jobs/store/cluster-uuids.ts';
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
