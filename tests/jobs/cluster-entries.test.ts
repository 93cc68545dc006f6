import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ConfiguredCluster } from '../../lib/config.ts';
import { approvalKeys, strictestRulesOf, sameClusterAs } from '../../lib/jobs/cluster-entries.ts';
import { guardOf } from '../../lib/jobs/guard.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { approve, requestApproval } from '../../lib/jobs/store/approvals.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { saveClusterUuid } from '../../lib/jobs/store/cluster-uuids.ts';
import type { SwitchWork } from '../../lib/kinds/switch/schema.ts';
import { planReview } from '../../lib/jobs/plan-changes.ts';
import { configuredCluster } from '../support/configured-cluster.ts';
import { operator, switchPlan } from './builders.ts';

let data: string;
let store: JobStore;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'entries-'));
  store = JobStore.open(data);
});
afterEach(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

const HALF_AN_HOUR = 30 * 60_000;

/** Entries of one configuration, each at an address of its own. */
function entries(...changes: Partial<ConfiguredCluster>[]): ConfiguredCluster[] {
  const made: ConfiguredCluster[] = changes.map((change, at) =>
    configuredCluster(data, {
      key: `entry-${at}`,
      connection: { url: `http://127.0.0.1:${9 + at}` },
      others: () => made.filter((other) => other.key !== `entry-${at}`),
      ...change,
    }),
  );
  return made;
}

const { uuid } = switchPlan().cluster;
const see = (cluster: ConfiguredCluster, as = uuid) =>
  saveClusterUuid(store, { key: cluster.key, url: cluster.connection.url, uuid: as });

const guarding: Partial<ConfiguredCluster> = { protected: true, approval: { forMs: HALF_AN_HOUR } };

describe('the protection of a cluster', () => {
  test('follows its own id to every entry, and what it is asked for is found under each', () => {
    const [open, guarded] = entries({}, guarding) as [ConfiguredCluster, ConfiguredCluster];
    see(guarded);
    const plan = switchPlan();
    expect(guardOf(store, open, plan, operator)).toMatchObject({
      typeToConfirm: plan.alias,
      approval: { state: 'needed' },
    });
    const { id } = requestApproval(store, {
      cluster: guarded.key,
      fingerprint: plan.fingerprint,
      summary: '',
      review: planReview(plan),
      by: operator.name,
      forMs: HALF_AN_HOUR,
    });
    expect(guardOf(store, open, plan, operator).approval.state).toBe('requested');
    see(open);
    approve(store, approvalKeys(store, open), id, 'ben', HALF_AN_HOUR);
    expect(guardOf(store, open, plan, operator).approval.state).toBe('given');
    expect(guardOf(store, guarded, plan, operator).approval.state).toBe('given');
  });

  test('is the strictest of all entries', () => {
    const [open, typed, approved, quick] = entries({}, { protected: true }, guarding, {
      protected: true,
      approval: { forMs: 60_000 },
    }) as [ConfiguredCluster, ConfiguredCluster, ConfiguredCluster, ConfiguredCluster];
    for (const entry of [typed, approved, quick]) see(entry);
    for (const entry of [open, typed, approved])
      expect(strictestRulesOf(store, entry, uuid)).toMatchObject({
        key: entry.key,
        protected: true,
        approval: { forMs: 60_000 },
      });
    expect(strictestRulesOf(store, quick, uuid)).toBe(quick);
  });

  test('keeps the credentials out of what can be written down', () => {
    const [open, guarded] = entries({}, guarding) as [ConfiguredCluster, ConfiguredCluster];
    see(guarded);
    const hidden = { value: { url: 'http://127.0.0.1:9', auth: { apiKey: 'planted' } }, enumerable: false };
    Object.defineProperty(open, 'connection', hidden);
    const rules = strictestRulesOf(store, open, uuid);
    expect(rules.connection).toEqual(hidden.value);
    expect(JSON.stringify({ ...rules })).not.toContain('planted');
  });

  test('is not that of another cluster, of an address that was given up, nor of an entry that moves nothing', () => {
    const [open, guarded] = entries({}, guarding) as [ConfiguredCluster, ConfiguredCluster];
    expect(strictestRulesOf(store, open, uuid)).toBe(open);
    see(guarded, 'another');
    expect(strictestRulesOf(store, open, uuid)).toBe(open);
    see(guarded);
    const [, moved] = entries({}, { ...guarding, connection: { url: 'http://127.0.0.1:99' } });
    expect(strictestRulesOf(store, { ...open, others: () => [moved!] }, uuid)).toMatchObject({ protected: false });
    expect(strictestRulesOf(store, { ...open, readOnly: true }, uuid)).toMatchObject({
      protected: false,
      readOnly: true,
    });
    expect(approvalKeys(store, { ...open, readOnly: true }, uuid)).toEqual([open.key]);
  });

  test('holds for an entry of the same address, also where the protected one can’t sign in', () => {
    const [open, guarded] = entries({}, { ...guarding, connection: { url: 'http://127.0.0.1:9/' } }) as [
      ConfiguredCluster,
      ConfiguredCluster,
    ];
    expect(strictestRulesOf(store, open, uuid)).toMatchObject({ protected: true });
    expect(approvalKeys(store, open, uuid)).toEqual([open.key, guarded.key]);
  });

  test('is known from earlier jobs where no version has kept it yet', () => {
    const [open, guarded] = entries({}, guarding) as [ConfiguredCluster, ConfiguredCluster];
    const work: SwitchWork = { kind: 'switch', plan: switchPlan() };
    store.create({ cluster: guarded.key, actor: operator, work }, thisProcess('server'));
    expect(sameClusterAs(store, open, uuid)).toEqual([guarded]);
  });
});
