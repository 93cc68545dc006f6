import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planSwitch } from '../../lib/kinds/switch/plan.ts';
import { runSwitch } from '../../lib/kinds/switch/run.ts';
import { aRun } from '../support/a-run.ts';
import { aliasesOf, call, emptyCluster, openContexts, readIndex, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy } from '../support/faulty-proxy.ts';
import {
  resumableRun,
  ALIAS,
  backUp,
  connectWithShortTimeouts,
  expectEqual,
  expectNoBackup,
  LIVE,
  liveState,
  planFrom,
  restore,
  seedLive,
  temporaryFolder,
} from './support.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';

let url: string;
let cluster: Cluster;
const COUNT = 2_000;

beforeAll(async () => {
  url = await sharedServer();
});
beforeEach(async () => {
  await emptyCluster(url);
  await seedLive(url, { count: COUNT });
  cluster = connectWithShortTimeouts(url, 30_000);
});
afterEach(() => cluster.close());
afterAll(() => emptyCluster(url));

/** Runs `change` during `work`, delayed until the next page or bulk, which meets the changed cluster. */
async function changeDuring(
  of: 'read' | 'load',
  change: () => Promise<unknown>,
  work: (url: string, run: ReturnType<typeof resumableRun>['run']) => Promise<unknown>,
): Promise<unknown> {
  const proxy = await startFaultyProxy(url);
  const { run } = resumableRun();
  let changed: Promise<unknown> | null = null;
  proxy.inject({
    match: ({ path }) => (of === 'read' ? path.startsWith('/_search') : path.includes('/_bulk')),
    skip: 6,
    times: 1,
    fault: () => {
      changed = change();
      return { kind: 'delay', ms: 1_500 };
    },
  });
  try {
    const outcome = await work(proxy.url, run);
    expect(changed).not.toBe(null);
    return outcome;
  } finally {
    await changed;
    await proxy.close();
  }
}

const CHANGES: readonly [string, (index: string) => Promise<unknown>][] = [
  ['closed', (index) => call(url, 'POST', `/${index}/_close`)],
  ['deleted', (index) => call(url, 'DELETE', `/${index}`)],
  [
    'deleted and created again',
    async (index) => {
      await call(url, 'DELETE', `/${index}`);
      await call(url, 'PUT', `/${index}`, { settings: { number_of_shards: 2, number_of_replicas: 0 } });
      await call(url, 'POST', `/${index}/_bulk?refresh=true`, '{"index":{"_id":"other"}}\n{"n":1}\n');
    },
  ],
];

describe('an index changed during its backup', () => {
  test.each(CHANGES)('%s: the backup has the state of its start, or fails without a file', async (what, change) => {
    const directory = temporaryFolder();
    const failure = await failureOf(
      changeDuring(
        'read',
        () => change(LIVE),
        (proxiedCluster, run) =>
          backUp(connectWithShortTimeouts(proxiedCluster, 30_000), directory, {
            run,
            slices: 1,
            readRetryMs: 3_000,
          }),
      ),
    );
    expect(failure.code).toMatch(/index_changed|unreachable/);
    expect(failure.hint).toBeTruthy();
    expect(failure.message).not.toMatch(/\bdefect\b/);
    await expectNoBackup(directory);
    expect(await openContexts(url)).toBe(0);
    if (what === 'deleted and created again') expect((await readIndex(url, LIVE)).size).toBe(1);
  });

  test('a lost point in time: the backup fails, says so, and leaves no file', async () => {
    const directory = temporaryFolder();
    const failure = await failureOf(
      changeDuring(
        'read',
        () => call(url, 'DELETE', '/_pit/_all').catch(() => closeContexts()),
        (through, run) => backUp(connectWithShortTimeouts(through, 30_000), directory, { run, slices: 1 }),
      ),
    );
    expect(failure).toMatchObject({
      code: 'index_changed',
      message: expect.stringMatching(/point in time is lost/) as string,
    });
    await expectNoBackup(directory);
  });
});

/** Closes and opens the index, which ends its points in time: Elasticsearch can't end another client's by name. */
async function closeContexts(): Promise<void> {
  await call(url, 'POST', `/${LIVE}/_close`);
  await call(url, 'POST', `/${LIVE}/_open`);
}

describe('an index changed during its restore', () => {
  test.each(CHANGES)('%s: the restore fails, says so, and writes into no other index', async (what, change) => {
    const file = fileOfBackup((await backUp(cluster, temporaryFolder())).backups[0]!);
    const live = await liveState(url);
    const plan = await planFrom(cluster, file, { switchAlias: true });
    const { index } = plan.target;
    const failure = await failureOf(
      changeDuring(
        'load',
        () => change(index),
        (through, run) => restore(connectWithShortTimeouts(through, 30_000), plan, { run, parallelBulks: 1 }),
      ),
    );
    expect(failure).toMatchObject({ code: 'index_changed', hint: expect.any(String) as string });
    expect(await liveState(url)).toEqual(live);
    const aliases = await aliasesOf(url);
    expect(aliases[ALIAS]).toEqual([LIVE]);
    if (what === 'deleted and created again') expect([...(await readIndex(url, index)).keys()]).toEqual(['other']);
    if (what === 'deleted')
      expect(await call(url, 'GET', '/_cat/indices?format=json&h=index')).toEqual([{ index: LIVE }]);
    if (what === 'deleted') {
      const again = await restore(cluster, await planFrom(cluster, file, { switchAlias: true }));
      expect(again).toMatchObject({ status: 'done', switched: true });
      await expectEqual(url, again.index, file);
    }
  });
});

describe('an alias moved by another person', () => {
  test('between plan and apply: the switch is refused and says what changed', async () => {
    await call(url, 'PUT', '/government-2018-01-08t03-00-00z-bbbb');
    const plan = await planSwitch(
      placeOf(cluster),
      { index: 'government-2018-01-08t03-00-00z-bbbb', alias: ALIAS },
      aRun(),
    );
    await call(url, 'PUT', '/somebodys');
    await call(url, 'POST', '/_aliases', {
      actions: [{ remove: { index: LIVE, alias: ALIAS } }, { add: { index: 'somebodys', alias: ALIAS } }],
    });
    const failure = await failureOf(runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun()));
    expect(failure).toMatchObject({ code: 'plan_changed' });
    expect(failure.message).toContain('somebodys');
    expect((await aliasesOf(url))[ALIAS]).toEqual(['somebodys']);
  });

  test('during a load: the restore ends equal, does not move the alias, and says why', async () => {
    const file = fileOfBackup((await backUp(cluster, temporaryFolder())).backups[0]!);
    const plan = await planFrom(cluster, file, { switchAlias: true });
    await call(url, 'PUT', '/somebodys');
    const move = () =>
      call(url, 'POST', '/_aliases', {
        actions: [{ remove: { index: LIVE, alias: ALIAS } }, { add: { index: 'somebodys', alias: ALIAS } }],
      });
    const result = await changeDuring('load', move, (through, run) =>
      restore(connectWithShortTimeouts(through, 30_000), plan, { run }),
    );
    expect(result).toMatchObject({
      status: 'partial',
      switched: false,
      check: { verdict: 'equal' },
      notSwitched: expect.stringContaining('somebodys') as string,
    });
    expect((await aliasesOf(url))[ALIAS]).toEqual(['somebodys']);
    await expectEqual(url, plan.target.index, file);
  });

  test('between the last check and the move: the guarded remove fails, and nothing is moved', async () => {
    await call(url, 'PUT', '/government-2018-01-08t03-00-00z-bbbb');
    await call(url, 'PUT', '/somebodys');
    const proxy = await startFaultyProxy(url);
    const through = connectWithShortTimeouts(proxy.url, 30_000);
    const plan = await planSwitch(
      placeOf(through),
      { index: 'government-2018-01-08t03-00-00z-bbbb', alias: ALIAS },
      aRun(),
    );
    let moved: Promise<unknown> = Promise.resolve();
    proxy.inject({
      match: ({ method, path }) => method === 'POST' && path.startsWith('/_aliases'),
      fault: () => {
        moved = call(url, 'POST', '/_aliases', {
          actions: [{ remove: { index: LIVE, alias: ALIAS } }, { add: { index: 'somebodys', alias: ALIAS } }],
        });
        return { kind: 'delay', ms: 1_500 };
      },
    });
    expect(await failureOf(runSwitch(placeOf(through), { kind: 'switch', plan }, aRun()))).toMatchObject({
      code: 'plan_changed',
    });
    await moved;
    expect((await aliasesOf(url))[ALIAS]).toEqual(['somebodys']);
    await through.close();
    await proxy.close();
  });
});
