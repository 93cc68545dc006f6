import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isAppError } from '../../lib/errors.ts';
import { anything } from '../../lib/elasticsearch/client/shape.ts';
import type { RestorePlan } from '../../lib/kinds/restore/schema.ts';
import { pause } from '../../lib/retry.ts';
import { aRun } from '../support/a-run.ts';
import { call, emptyCluster, openContexts, readIndex, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy, type FaultyProxy, type ProxiedRequest } from '../support/faulty-proxy.ts';
import type { Fault } from '../support/forward-with-fault.ts';
import {
  resumableRun,
  ALIAS,
  backUp,
  connectWithShortTimeouts,
  createRandom,
  expectEqual,
  expectNoBackup,
  LIVE,
  liveState,
  planFrom,
  planLive,
  restore,
  temporaryFolder,
  prepareLive,
} from './support.ts';
import { folderOf } from '../../lib/contract/backup-ref.ts';
import { fileOfBackup } from '../support/test-place.ts';

let url: string;
let proxy: FaultyProxy;
let file: string;
let live: unknown;
let count: number;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  ({ count, file, live } = await prepareLive(url));
});
beforeEach(async () => {
  proxy = await startFaultyProxy(url);
});
afterEach(async () => {
  await proxy.close();
  expect(await liveState(url)).toEqual(live);
});
afterAll(() => emptyCluster(url));

const pages = ({ path }: ProxiedRequest) => path.startsWith('/_search');
const bulks = ({ path }: ProxiedRequest) => path.includes('/_bulk');
const html = '<html><body><h1>Bad Gateway</h1></body></html>';
const random = createRandom(20_260_101);

/** Each occurs several times during an operation; then the network works again. */
const TEMPORARY_FAULTS: readonly [string, () => Fault][] = [
  ['cut before the first byte', () => ({ kind: 'cut', afterBytes: 0 })],
  ['cut at a random byte', () => ({ kind: 'cut', afterBytes: random(30_000) })],
  ['truncated, with a length that fits', () => ({ kind: 'truncate', keepBytes: random(20_000) })],
  ['answered 502 by a proxy', () => ({ kind: 'answer', status: 502, body: html })],
  ['answered 503 by a proxy', () => ({ kind: 'answer', status: 503, body: html })],
  [
    'answered 504 by a proxy, and executed by the cluster',
    () => ({ kind: 'answer', status: 504, body: html, forward: true }),
  ],
  [
    'answered 429',
    () => ({
      kind: 'answer',
      status: 429,
      body: '{"error":{"type":"circuit_breaking_exception_of_a_proxy","reason":"too many requests"},"status":429}',
    }),
  ],
  [
    'answered 404 by a proxy that has lost the cluster',
    () => ({ kind: 'answer', status: 404, body: '{"message":"no Route matched with those values"}' }),
  ],
  ['answered 200 by somebody else', () => ({ kind: 'answer', status: 200, body: '<html>Please sign in</html>' })],
];
/** Each of these takes a timeout. */
const SLOW_FAULTS: readonly [string, () => Fault][] = [
  ['silent after some bytes', () => ({ kind: 'hang', afterBytes: random(3_000) })],
  ['never at an end', () => ({ kind: 'endless' })],
  ['late, beyond the time-out', () => ({ kind: 'delay', ms: 9_000 })],
];

describe('a backup whose pages are', () => {
  test.each([
    ...TEMPORARY_FAULTS.map(([what, fault]) => [what, fault, 4] as const),
    ...SLOW_FAULTS.map(([what, fault]) => [what, fault, 1] as const),
  ])(
    '%s is whole and equal',
    async (_, fault, times) => {
      const injection = proxy.inject({ match: pages, skip: 5, times, fault });
      const directory = temporaryFolder();
      const cluster = connectWithShortTimeouts(proxy.url);
      const result = await backUp(cluster, directory);
      expect(injection.hits).toBe(times);
      expect(result).toMatchObject({ status: 'done', documents: count });
      await expectEqual(url, LIVE, fileOfBackup(result.backups[0]!));
      expect(await openContexts(url)).toBe(0);
      await cluster.close();
    },
    120_000,
  );

  test.each<[string, (text: string) => string]>([
    ['lacking a shard', (text) => text.replace(/"failed":0/, '"failed":1')],
    ['timed out in the middle', (text) => text.replace('"timed_out":false', '"timed_out":true')],
    ['short of a document', (text) => text.replace(/\{"_index":.*?\]\},?/s, '')],
  ])(
    '%s leaves no file that looks whole',
    async (_, change) => {
      proxy.inject({
        match: pages,
        skip: 5,
        fault: { kind: 'rewrite', body: (body) => change(body.toString('utf8')) },
      });
      const directory = temporaryFolder();
      const cluster = connectWithShortTimeouts(proxy.url);
      const failure = await failureOf(backUp(cluster, directory, { connectionRetryMs: 2_000, readRetryMs: 2_000 }));
      expect(failure.message).not.toBe('');
      await expectNoBackup(directory);
      await cluster.close();
    },
    120_000,
  );

  test('lost permanently fails, and no file is left', async () => {
    proxy.inject({ match: pages, skip: 5, fault: { kind: 'cut', afterBytes: 100 } });
    const directory = temporaryFolder();
    const run = aRun();
    const cluster = connectWithShortTimeouts(proxy.url);
    const failure = await failureOf(backUp(cluster, directory, { run, connectionRetryMs: 2_000, readRetryMs: 2_000 }));
    expect(failure).toMatchObject({ code: 'unreachable' });
    expect(failure.hint).toBeTruthy();
    expect(run.sentences.join('\n')).toMatch(/waiting/i);
    await expectNoBackup(directory);
    await cluster.close();
  });

  test('delayed by 30 s, with the default timeouts, is complete and equal', async () => {
    proxy.inject({ match: pages, skip: 5, times: 1, fault: { kind: 'delay', ms: 30_000 } });
    const cluster = connectWithShortTimeouts(proxy.url, 30_000);
    const result = await backUp(cluster, temporaryFolder());
    await expectEqual(url, LIVE, fileOfBackup(result.backups[0]!));
    await cluster.close();
  }, 180_000);
});

async function restored(plan: RestorePlan): Promise<void> {
  await expectEqual(url, plan.target.index, file);
  await call(url, 'DELETE', `/${plan.target.index}`);
}

describe('a restore whose bulks are', () => {
  const CUT_REQUESTS: readonly [string, () => Fault][] = [
    ['cut while they are sent', () => ({ kind: 'cut-request', afterBytes: random(30_000) })],
  ];
  test.each([
    ...[...TEMPORARY_FAULTS, ...CUT_REQUESTS].map(([what, fault]) => [what, fault, 4] as const),
    ...SLOW_FAULTS.map(([what, fault]) => [what, fault, 1] as const),
  ])(
    '%s ends equal, every document counted once',
    async (_, fault, times) => {
      const injection = proxy.inject({ match: bulks, skip: 3, times, fault });
      const cluster = connectWithShortTimeouts(proxy.url);
      const plan = await planFrom(cluster, file);
      const result = await restore(cluster, plan);
      expect(injection.hits).toBe(times);
      expect(result).toMatchObject({
        status: 'done',
        indexed: count,
        existing: 0,
        newer: 0,
        rejected: 0,
        check: { verdict: 'equal' },
      });
      await restored(plan);
      await cluster.close();
    },
    180_000,
  );

  test.each(['create', 'index', 'external_gte'] as const)(
    'executed, but their response lost, ends equal in the mode %s',
    async (onConflict) => {
      proxy.inject({
        match: bulks,
        skip: 2,
        times: 4,
        fault: { kind: 'answer', status: 502, body: html, forward: true },
      });
      const cluster = connectWithShortTimeouts(proxy.url);
      const plan = await planFrom(cluster, file, { onConflict });
      const result = await restore(cluster, plan);
      expect(result).toMatchObject({
        status: 'done',
        indexed: count,
        existing: 0,
        newer: 0,
        rejected: 0,
        check: { verdict: 'equal' },
      });
      await restored(plan);
      await cluster.close();
    },
  );

  test('lost permanently fails; resumed from its checkpoint it ends equal', async () => {
    const injection = proxy.inject({ match: bulks, skip: 5, fault: { kind: 'cut', afterBytes: 0 } });
    const cluster = connectWithShortTimeouts(proxy.url);
    const plan = await planFrom(cluster, file);
    const { run, saved } = resumableRun();
    expect(await failureOf(restore(cluster, plan, { run, retryMs: 2_000 }))).toMatchObject({ code: 'unreachable' });
    expect(saved.checkpoint?.done).toBeGreaterThan(0);
    expect(saved.checkpoint?.done).toBeLessThan(count);
    expect(run.reports.some(({ pausedBecause }) => pausedBecause !== null)).toBe(true);
    injection.remove();
    const again = resumableRun({ checkpoint: saved.checkpoint });
    expect(await restore(cluster, plan, { run: again.run })).toMatchObject({
      status: 'done',
      indexed: count,
      check: { verdict: 'equal' },
    });
    expect(again.run.sentences.join('\n')).toMatch(/Continuing after document/);
    expect(again.run.sentences.join('\n')).not.toMatch(/once more/);
    await restored(plan);
    await cluster.close();
  });

  test('failing permanently for one bulk never moves the checkpoint beyond it', async () => {
    // The third bulk never succeeds; the parallel ones do.
    let bulksOfThird = 0;
    proxy.inject({
      match: bulks,
      fault: (request) => {
        bulksOfThird ||= request.number;
        return { kind: 'cut', afterBytes: 0 };
      },
      skip: 2,
      times: 1,
    });
    const cluster = connectWithShortTimeouts(proxy.url);
    const plan = await planFrom(cluster, file);
    const { run, saved } = resumableRun();
    await failureOf(restore(cluster, plan, { run, retryMs: 0, parallelBulks: 4 }));
    expect(saved.checkpoint?.done).toBeLessThan(count / 2);
    const again = resumableRun({ checkpoint: saved.checkpoint });
    expect(await restore(cluster, plan, { run: again.run })).toMatchObject({
      indexed: count,
      check: { verdict: 'equal' },
    });
    expect(again.run.sentences.join('\n')).not.toMatch(/once more/);
    await restored(plan);
    await cluster.close();
  });
});

describe('random failures of every kind of request', () => {
  test.each([1, 2, 3])(
    'a backup and a restore end equal, some after a resume (%i)',
    async (seed) => {
      const random = createRandom(seed);
      const faults: (() => Fault)[] = [...TEMPORARY_FAULTS.slice(0, 7).map(([, fault]) => fault)];
      const cluster = connectWithShortTimeouts(proxy.url);
      const backupPlan = await planLive(cluster, temporaryFolder());
      const plan = await planFrom(cluster, file, { switchAlias: false });
      proxy.inject({ match: () => random(100) < 8, fault: () => faults[random(faults.length)]!() });
      const result = await backUp(cluster, folderOf(backupPlan.source)!, { plan: backupPlan });
      await expectEqual(url, LIVE, fileOfBackup(result.backups[0]!));

      let checkpoint = null as ReturnType<typeof resumableRun>['saved']['checkpoint'];
      let last: unknown = null;
      for (let attempt = 1; attempt <= 8 && last === null; attempt++) {
        const { run, saved } = resumableRun({ checkpoint });
        try {
          last = await restore(cluster, plan, { run });
        } catch (error) {
          if (!isAppError(error)) throw error;
          expect(error.code).toMatch(/unreachable|timed_out|overloaded/);
        }
        checkpoint = saved.checkpoint;
      }
      expect(last).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
      proxy.clear();
      await restored(plan);
      await cluster.close();
    },
    180_000,
  );
});

describe('the move of an alias', () => {
  test.each<[string, Fault, string]>([
    ['with its response lost', { kind: 'answer', status: 504, body: html, forward: true }, 'moved'],
    ['with the connection cut before it arrives', { kind: 'cut-request', afterBytes: 0 }, 'not moved'],
  ])('%s: the alias is read, and the result says where it points', async (_, fault, ends) => {
    const cluster = connectWithShortTimeouts(proxy.url);
    const plan = await planFrom(cluster, file, { switchAlias: true, alias: 'fresh' });
    let aliasRequests = 0;
    proxy.inject({
      match: ({ path, method }) => method === 'POST' && path.startsWith('/_aliases') && ++aliasRequests === 1,
      fault,
    });
    const { run, saved } = resumableRun();
    const outcome = await restore(cluster, plan, { run }).catch((error: unknown) => error);
    if (ends === 'moved') expect(outcome).toMatchObject({ switched: true, status: 'done' });
    else expect(isAppError(outcome)).toBe(true);
    proxy.clear();
    const again = resumableRun({ checkpoint: saved.checkpoint });
    if (ends !== 'moved')
      expect(await restore(cluster, plan, { run: again.run })).toMatchObject({ switched: true, status: 'done' });
    expect([...(await readIndex(url, 'fresh')).keys()]).toHaveLength(count);
    await call(url, 'DELETE', `/${plan.target.index}`);
    await cluster.close();
  });

  test(`the live index has the alias ${ALIAS} all the time`, async () => {
    expect(await liveState(url)).toMatchObject({ aliases: [LIVE], documents: count });
  });
});

test('a slow request does not disturb other requests of the same job', async () => {
  proxy.inject({ match: ({ path }) => path.startsWith('/_cluster/health'), fault: { kind: 'delay', ms: 3_000 } });
  const cluster = connectWithShortTimeouts(proxy.url, 600);
  const stop = new AbortController();
  let aborts = 0;
  stop.signal.addEventListener('abort', () => aborts++);
  const waiting = pause(1_500, stop.signal);
  const timedOut = await failureOf(
    cluster.request({ method: 'GET', path: '/_cluster/health', shape: anything, signal: stop.signal }),
  );
  expect(timedOut).toMatchObject({ code: 'timed_out' });
  await waiting;
  expect(aborts).toBe(0);
  const cancelled = failureOf(
    cluster.request({
      method: 'GET',
      path: '/_cluster/health',
      shape: anything,
      signal: stop.signal,
      timeoutMs: 20_000,
    }),
  );
  stop.abort();
  expect(await cancelled).toMatchObject({ code: 'cancelled' });
  await cluster.close();
});
