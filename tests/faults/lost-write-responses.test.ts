import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { isAppError } from '../../lib/errors.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { runCleanUp } from '../../lib/kinds/clean-up/run.ts';
import { planSwitch } from '../../lib/kinds/switch/plan.ts';
import { runSwitch } from '../../lib/kinds/switch/run.ts';
import { aRun } from '../support/a-run.ts';
import { aliasesOf, call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy, type FaultyProxy, type ProxiedRequest } from '../support/faulty-proxy.ts';
import type { Fault } from '../support/forward-with-fault.ts';
import { placeOf } from '../support/test-place.ts';
import {
  ALIAS,
  connectWithShortTimeouts,
  expectEqual,
  LIVE,
  liveState,
  planFrom,
  restore,
  prepareLive,
} from './support.ts';

/** Something else answers a write, whether it was executed or not: the result never says "done" before a check. */
let url: string;
let file: string;
let proxy: FaultyProxy;
let cluster: Cluster;
let live: unknown;

beforeAll(async () => {
  url = await sharedServer();
});
beforeEach(async () => {
  await emptyCluster(url);
  ({ file, live } = await prepareLive(url, {
    count: 50,
    settings: { refresh_interval: '7s', max_result_window: 12_000 },
  }));
  proxy = await startFaultyProxy(url);
  cluster = connectWithShortTimeouts(proxy.url, 30_000);
});
afterEach(async () => {
  await cluster.close();
  await proxy.close();
});
afterAll(() => emptyCluster(url));

const ANSWERS: readonly [string, Extract<Fault, { kind: 'answer' }>][] = [
  ['302 and nothing', { kind: 'answer', status: 302, headers: { location: '/_cluster/health' } }],
  ['204 and nothing', { kind: 'answer', status: 204 }],
  ['200 and nothing', { kind: 'answer', status: 200 }],
  ['200 and an empty object', { kind: 'answer', status: 200, body: '{}' }],
  ['200 and a sign-in page', { kind: 'answer', status: 200, body: '<html>Please sign in</html>' }],
  ['200 and “not confirmed”', { kind: 'answer', status: 200, body: '{"acknowledged":false}' }],
];
const WRITES: readonly [string, (request: ProxiedRequest) => boolean][] = [
  ['the create', ({ method, path }) => method === 'PUT' && path.includes('wait_for_active_shards')],
  ['the settings', ({ method, path }) => method === 'PUT' && path.endsWith('/_settings')],
  ['the bulks', ({ path }) => path.includes('/_bulk')],
  ['the refresh', ({ path }) => path.includes('/_refresh')],
];
const settingsOf = async (index: string) =>
  (
    await call<Record<string, { settings: Record<string, string> }>>(
      url,
      'GET',
      `/${index}/_settings?flat_settings=true`,
    )
  )[index]!.settings;
const RETRY_LIMITS = { retryMs: 1_200, connectionRetryMs: 1_200 } satisfies Parameters<typeof restore>[2];

async function expectRestored(index: string): Promise<void> {
  await expectEqual(url, index, file);
  expect((await aliasesOf(url))[ALIAS]).toEqual([index]);
  expect(await settingsOf(index)).toMatchObject({
    'index.refresh_interval': '7s',
    'index.number_of_replicas': '0',
    'index.max_result_window': '12000',
  });
  expect(Object.keys(await aliasesOf(url))).toEqual([ALIAS]);
}

describe.each(WRITES)('%s of a restore, twice answered by something else', (_, match) => {
  test.each(ANSWERS)('%s: it is sent again, and the restore is equal', async (__, fault) => {
    const plan = await planFrom(cluster, file, { switchAlias: true });
    const injection = proxy.inject({ match, times: 2, fault });
    const result = await restore(cluster, plan);
    expect(injection.hits).toBe(2);
    expect(result).toMatchObject({ status: 'done', switched: true, check: { verdict: 'equal' } });
    await expectRestored(result.index);
  });
});

describe.each(WRITES)('%s of a restore, always answered by something else', (_, match) => {
  test.each(ANSWERS.slice(0, 4))(
    '%s: the restore fails, names the request, and does not move the alias',
    async (__, fault) => {
      const plan = await planFrom(cluster, file, { switchAlias: true });
      proxy.inject({ match, fault });
      const failure = await failureOf(restore(cluster, plan, RETRY_LIMITS));
      expect(failure.code).toBe('unreachable');
      expect(failure.message).toMatch(/HTTP \d+|answer to a bulk/);
      expect(failure.hint).toBeTruthy();
      expect(await liveState(url)).toEqual(live);
      const aliases = await aliasesOf(url);
      expect(aliases[ALIAS]).toEqual([LIVE]);
      const created = await call<unknown[]>(url, 'GET', `/_cat/indices/${plan.target.index}*?format=json`);
      if (created.length > 0) expect(aliases[plan.target.loadingAlias]).toEqual([plan.target.index]);
    },
  );
});

test.each(ANSWERS)(
  'a create that was executed and is always answered with %s is confirmed by reading the index',
  async (_, fault) => {
    proxy.inject({ match: WRITES[0]![1], fault: { ...fault, forward: true } });
    const result = await restore(cluster, await planFrom(cluster, file, { switchAlias: true }));
    expect(result).toMatchObject({ status: 'done', switched: true });
    await expectRestored(result.index);
  },
);

describe('settings that are confirmed but not set', () => {
  const fault: Fault = { kind: 'answer', status: 200, body: '{"acknowledged":true}' };
  test('once are compared with the plan, and sent again', async () => {
    const injection = proxy.inject({ match: WRITES[1]![1], times: 1, fault });
    const result = await restore(cluster, await planFrom(cluster, file, { switchAlias: true }));
    expect(injection.hits).toBe(1);
    expect(result).toMatchObject({ status: 'done', switched: true });
    await expectRestored(result.index);
  });
  test.each([true, false])('always (alias to be moved: %s) fail the restore, which names them', async (switchAlias) => {
    proxy.inject({ match: WRITES[1]![1], fault });
    const plan = await planFrom(cluster, file, { switchAlias });
    const failure = await failureOf(restore(cluster, plan, RETRY_LIMITS));
    expect(failure).toMatchObject({
      code: 'content_mismatch',
      message: expect.stringContaining('index.refresh_interval is -1 instead of 7s') as string,
    });
    expect(await liveState(url)).toEqual(live);
    expect((await aliasesOf(url))[plan.target.loadingAlias]).toEqual([plan.target.index]);
    proxy.clear();
    const again = await restore(cluster, await planFrom(cluster, file, { switchAlias: true }));
    expect(again).toMatchObject({ status: 'done', switched: true, index: plan.target.index });
    await expectRestored(again.index);
  });
  test('for a requested block make the restore partial, which says so', async () => {
    const plan = await planFrom(cluster, file, { switchAlias: true, settings: { 'blocks.write': true } });
    let writes = 0;
    proxy.inject({ match: (request) => WRITES[1]![1](request) && ++writes > 1, fault });
    const result = await restore(cluster, plan);
    expect(result).toMatchObject({ status: 'partial', switched: true });
    expect(result.warnings.join()).toMatch(/index\.blocks\.write could not be set/);
  });
  test('changed by another person during the comparison are corrected before the alias moves', async () => {
    const plan = await planFrom(cluster, file, { switchAlias: true });
    let changed: Promise<unknown> | null = null;
    proxy.inject({
      match: ({ method, path }) => method === 'POST' && path === `/${plan.target.index}/_pit?keep_alive=5m`,
      times: 1,
      fault: () => {
        changed = call(url, 'PUT', `/${plan.target.index}/_settings`, { 'index.refresh_interval': '-1' });
        return { kind: 'delay', ms: 500 };
      },
    });
    const result = await restore(cluster, plan);
    expect(changed).not.toBe(null);
    expect(result).toMatchObject({ status: 'done', switched: true });
    await expectRestored(result.index);
  });
});

describe('a switch', () => {
  const NEXT = 'government-2018-01-08t03-00-00z-bbbb';
  const moves = ({ method, path }: ProxiedRequest) => method === 'POST' && path === '/_aliases';
  const switching = async () => {
    const plan = await planSwitch(placeOf(cluster), { index: NEXT, alias: ALIAS }, aRun());
    return runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun());
  };
  beforeEach(() => call(url, 'PUT', `/${NEXT}`, { settings: { number_of_replicas: 0 } }));

  test.each(ANSWERS)('answered with %s and not executed fails, and says where the alias points', async (_, fault) => {
    proxy.inject({ match: moves, fault });
    const failure = await failureOf(switching());
    expect(failure.code).toMatch(/unreachable|timed_out/);
    expect(failure.message).toMatch(new RegExp(`/_aliases.*${ALIAS} points to ${LIVE}`));
    expect((await aliasesOf(url))[ALIAS]).toEqual([LIVE]);
  });
  test.each(ANSWERS)('answered with %s and executed is done', async (_, fault) => {
    proxy.inject({ match: moves, fault: { ...fault, forward: true } });
    expect(await switching()).toMatchObject({ after: [{ index: NEXT }] });
    expect((await aliasesOf(url))[ALIAS]).toEqual([NEXT]);
  });
  test.each([
    ...ANSWERS.slice(0, 2),
    ['a false confirmation', { kind: 'answer', status: 200, body: '{"acknowledged":true}' }] as const,
  ])('to a closed index whose opening is answered with %s does not move the alias', async (_, fault) => {
    await call(url, 'POST', `/${NEXT}/_close`);
    proxy.inject({ match: ({ path }) => path.includes('/_open'), fault });
    const failure = await failureOf(switching());
    expect(failure.code).toMatch(/unreachable|index_changed/);
    expect((await aliasesOf(url))[ALIAS]).toEqual([LIVE]);
  });
  test('to an index that is never refreshed gives a warning', async () => {
    await call(url, 'PUT', `/${NEXT}/_settings`, { 'index.refresh_interval': '-1' });
    const { checks } = await planSwitch(placeOf(cluster), { index: NEXT, alias: ALIAS }, aRun());
    expect(checks).toContainEqual(expect.objectContaining({ id: `never-refreshed-${NEXT}`, level: 'warn' }));
  });
});

describe('a clean-up', () => {
  const old = (day: number) => `government-2018-01-0${day}t03-00-00z-ab${day}`;
  const deletes = ({ method, path }: ProxiedRequest) => method === 'DELETE' && path.startsWith('/government-');
  const remainingIndices = async () =>
    (await call<{ index: string }[]>(url, 'GET', '/_cat/indices/government-*?format=json&h=index'))
      .map(({ index }) => index)
      .sort();
  beforeEach(async () => {
    for (const day of [1, 2, 3]) await seedIndex(url, old(day), { documents: [{ id: '1', source: `{"day":${day}}` }] });
  });
  const plan = () => planCleanUp(placeOf(cluster), { indicesBeingWritten: [], keep: 0 }, aRun());

  test.each(ANSWERS)('whose deletes are answered with %s and not executed reports no deletion', async (_, fault) => {
    const planned = await plan();
    expect(planned.indices).toBeGreaterThan(1);
    const before = await remainingIndices();
    const injection = proxy.inject({ match: deletes, fault });
    const failure = await failureOf(runCleanUp(placeOf(cluster), { kind: 'clean-up', plan: planned }, aRun()));
    expect(injection.hits).toBe(planned.indices);
    expect(failure.message).toMatch(/DELETE .* still exists/);
    expect(await remainingIndices()).toEqual(before);
  });
  test.each(ANSWERS)('whose deletes are answered with %s and executed reports them', async (_, fault) => {
    const planned = await plan();
    proxy.inject({ match: deletes, fault: { ...fault, forward: true } });
    const result = await runCleanUp(placeOf(cluster), { kind: 'clean-up', plan: planned }, aRun());
    expect(result).toMatchObject({ status: 'done', left: [], bytes: planned.bytes });
    const deleted = result.deleted.map(({ index }) => index);
    expect(deleted).toHaveLength(planned.indices);
    expect((await remainingIndices()).filter((index) => deleted.includes(index))).toEqual([]);
  });
  test('with one lost delete reports what the cluster says is deleted and what remains', async () => {
    const planned = await plan();
    proxy.inject({ match: deletes, times: 1, fault: ANSWERS[0]![1] });
    const result = await runCleanUp(placeOf(cluster), { kind: 'clean-up', plan: planned }, aRun());
    expect(result.status).toBe('partial');
    const indices = await remainingIndices();
    expect(result.left).toHaveLength(1);
    expect(indices).toContain(result.left[0]!.index);
    for (const { index } of result.deleted) expect(indices).not.toContain(index);
    expect(result.bytes).toBe(result.deleted.reduce((sum, { storeBytes }) => sum + (storeBytes ?? 0), 0));
  });
  test('whose delete and the check after it are both lost does not report a deletion', async () => {
    const planned = await plan();
    const paths = new Set<string>();
    proxy.inject({
      match: (request) => {
        if (deletes(request)) paths.add(request.path.split('?')[0]!);
        return paths.has(request.path.split('?')[0]!);
      },
      fault: { kind: 'answer', status: 200, body: '{}' },
    });
    const outcome: unknown = await runCleanUp(placeOf(cluster), { kind: 'clean-up', plan: planned }, aRun()).catch(
      (error: unknown) => error,
    );
    expect(isAppError(outcome) && outcome.message).toMatch(/Whether .* was deleted is not known/);
    expect((await remainingIndices()).length).toBe(4);
  });
});
