import { describe, expect, test, vi } from 'vitest';
import type { ConfiguredCluster } from '../../lib/config.ts';
import { approvalKeys, rulesOfAll, strictestRulesOf, sameClusterAs } from '../../lib/jobs/cluster-entries.ts';
import { guardOf } from '../../lib/jobs/guard.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { approve, requestApproval } from '../../lib/jobs/store/approvals.ts';
import { saveClusterUuid } from '../../lib/jobs/store/cluster-uuids.ts';
import type { SwitchWork } from '../../lib/kinds/switch/schema.ts';
import { planReview } from '../../lib/jobs/plan-changes.ts';
import { configuredCluster } from '../support/configured-cluster.ts';
import { operator, switchPlan } from './builders.ts';
import { useStore } from './store/temporary-store.ts';

const temporary = useStore();

const HALF_AN_HOUR = 30 * 60_000;

/** Entries of one configuration, each at an address of its own. */
function entries(...changes: Partial<ConfiguredCluster>[]): ConfiguredCluster[] {
  const made: ConfiguredCluster[] = changes.map((change, at) =>
    configuredCluster(temporary.data, {
      key: `entry-${at}`,
      connection: { url: `http://127.0.0.1:${9 + at}` },
      others: () => made.filter((other) => other.key !== `entry-${at}`),
      ...change,
    }),
  );
  return made;
}

const { uuid } = switchPlan().cluster;
const saveUuid = (cluster: ConfiguredCluster, as = uuid) =>
  saveClusterUuid(temporary.store, { key: cluster.key, url: cluster.connection.url, uuid: as });

const guarding: Partial<ConfiguredCluster> = { protected: true, approval: { forMs: HALF_AN_HOUR } };

describe('the protection of a cluster', () => {
  test('follows its uuid to every entry, and its approvals are found under each', () => {
    const [open, guarded] = entries({}, guarding) as [ConfiguredCluster, ConfiguredCluster];
    saveUuid(guarded);
    const plan = switchPlan();
    expect(guardOf(temporary.store, open, plan, operator)).toMatchObject({
      typeToConfirm: plan.alias,
      approval: { state: 'needed' },
    });
    const { id } = requestApproval(temporary.store, {
      cluster: guarded.key,
      fingerprint: plan.fingerprint,
      summary: '',
      review: planReview(plan),
      by: operator.name,
      forMs: HALF_AN_HOUR,
    });
    expect(guardOf(temporary.store, open, plan, operator).approval.state).toBe('requested');
    saveUuid(open);
    approve(temporary.store, approvalKeys(temporary.store, open), id, 'ben', HALF_AN_HOUR);
    expect(guardOf(temporary.store, open, plan, operator).approval.state).toBe('given');
    expect(guardOf(temporary.store, guarded, plan, operator).approval.state).toBe('given');
  });

  test('is the strictest of all entries', () => {
    const [open, typed, approved, quick] = entries({}, { protected: true }, guarding, {
      protected: true,
      approval: { forMs: 60_000 },
    }) as [ConfiguredCluster, ConfiguredCluster, ConfiguredCluster, ConfiguredCluster];
    for (const entry of [typed, approved, quick]) saveUuid(entry);
    for (const entry of [open, typed, approved])
      expect(strictestRulesOf(temporary.store, entry, uuid)).toMatchObject({
        key: entry.key,
        protected: true,
        approval: { forMs: 60_000 },
      });
    expect(strictestRulesOf(temporary.store, quick, uuid)).toBe(quick);
  });

  test('of many entries is that of each, and each is looked up once', () => {
    const many = entries(...Array.from({ length: 50 }, (_, n) => (n % 2 === 0 ? guarding : {})));
    for (const [n, entry] of many.entries()) saveUuid(entry, `cluster-${n % 10}`);
    const read = vi.spyOn(temporary.store, 'read');
    const rules = rulesOfAll(temporary.store, many);
    expect(read.mock.calls.length).toBeLessThanOrEqual(many.length);
    for (const entry of many)
      expect(rules.get(entry.key)).toEqual({
        strictest: strictestRulesOf(temporary.store, entry),
        approvalKeys: approvalKeys(temporary.store, entry),
      });
    expect(rules.get('entry-0')!.approvalKeys).toEqual(['entry-0', 'entry-10', 'entry-20', 'entry-30', 'entry-40']);
  });

  test('keeps the credentials out of JSON', () => {
    const [open, guarded] = entries({}, guarding) as [ConfiguredCluster, ConfiguredCluster];
    saveUuid(guarded);
    const hidden = { value: { url: 'http://127.0.0.1:9', auth: { apiKey: 'planted' } }, enumerable: false };
    Object.defineProperty(open, 'connection', hidden);
    const rules = strictestRulesOf(temporary.store, open, uuid);
    expect(rules.connection).toEqual(hidden.value);
    expect(JSON.stringify({ ...rules })).not.toContain('planted');
  });

  test('is not that of another cluster, of a former address, or of a read-only entry', () => {
    const [open, guarded] = entries({}, guarding) as [ConfiguredCluster, ConfiguredCluster];
    expect(strictestRulesOf(temporary.store, open, uuid)).toBe(open);
    saveUuid(guarded, 'another');
    expect(strictestRulesOf(temporary.store, open, uuid)).toBe(open);
    saveUuid(guarded);
    const [, moved] = entries({}, { ...guarding, connection: { url: 'http://127.0.0.1:99' } });
    expect(strictestRulesOf(temporary.store, { ...open, others: () => [moved!] }, uuid)).toMatchObject({
      protected: false,
    });
    expect(strictestRulesOf(temporary.store, { ...open, readOnly: true }, uuid)).toMatchObject({
      protected: false,
      readOnly: true,
    });
    expect(approvalKeys(temporary.store, { ...open, readOnly: true }, uuid)).toEqual([open.key]);
  });

  test('applies to an entry of the same address, even if the protected one can’t sign in', () => {
    const [open, guarded] = entries({}, { ...guarding, connection: { url: 'http://127.0.0.1:9/' } }) as [
      ConfiguredCluster,
      ConfiguredCluster,
    ];
    expect(strictestRulesOf(temporary.store, open, uuid)).toMatchObject({ protected: true });
    expect(approvalKeys(temporary.store, open, uuid)).toEqual([open.key, guarded.key]);
  });

  test('is known from earlier jobs if an older version saved no uuid', () => {
    const [open, guarded] = entries({}, guarding) as [ConfiguredCluster, ConfiguredCluster];
    const work: SwitchWork = { kind: 'switch', plan: switchPlan() };
    temporary.store.create({ cluster: guarded.key, actor: operator, work }, thisProcess('server'));
    expect(sameClusterAs(temporary.store, open, uuid)).toEqual([guarded]);
  });
});
