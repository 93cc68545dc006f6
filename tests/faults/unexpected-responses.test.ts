import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { readHealth } from '../../lib/elasticsearch/health/health.ts';
import { findIndex, listIndices } from '../../lib/elasticsearch/admin/list-indices.ts';
import { isAppError, toFailure } from '../../lib/errors.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { runCleanUp } from '../../lib/kinds/clean-up/run.ts';
import { planSwitch } from '../../lib/kinds/switch/plan.ts';
import { runRetryRejected } from '../../lib/kinds/retry-rejected/run.ts';
import { runSwitch } from '../../lib/kinds/switch/run.ts';
import { aRun } from '../support/a-run.ts';
import { aliasesOf, call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy, type ProxiedRequest } from '../support/faulty-proxy.ts';
import type { Fault } from '../support/forward-with-fault.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import {
  ALIAS,
  backUp,
  connectWithShortTimeouts,
  expectEqual,
  LIVE,
  liveState,
  planFrom,
  planLive,
  restore,
  seedLive,
  temporaryFolder,
} from './support.ts';

/**
 * Something else answers in place of the cluster, twice for each kind of request of each operation: either the failure
 * says so, or the result is true.
 */
const answered = (body: string, status = 200, headers?: Record<string, string>): Fault => ({
  kind: 'answer',
  status,
  body,
  ...(headers === undefined ? {} : { headers }),
});
/** The server's own response with null for every value that is not an object: the right form, without content. */
const hollow = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(hollow)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, hollow(inner)]))
      : null;
const ANSWERS: readonly [string, Fault][] = [
  ['200 and nothing', answered('')],
  ['204 and nothing', answered('', 204)],
  ['302 and nothing', answered('', 302, { location: '/' })],
  ['null', answered('null')],
  ['a list', answered('[]')],
  ['a text', answered('"x"')],
  ['a number', answered('7')],
  ['an empty object', answered('{}')],
  ['an error that is null', answered('{"error":null}')],
  ['an HTML page', answered('<html>Please sign in</html>')],
  ['404 and null', answered('{"error":null}', 404)],
  ['half of the answer', { kind: 'rewrite', body: (body) => body.subarray(0, Math.floor(body.length / 2)) }],
  [
    'the answer without its values',
    { kind: 'rewrite', body: (body) => JSON.stringify(hollow(JSON.parse(String(body)))) },
  ],
];

const NEXT = 'government-2018-01-08t03-00-00z-bbbb';
const OLD = 'government-2018-01-01t03-00-00z-aaaa';
let url: string;
let proxy: FaultyProxy;
let through: Cluster;
let direct: Cluster;

beforeAll(async () => {
  url = await sharedServer();
  direct = connectWithShortTimeouts(url, 30_000);
});
beforeEach(async () => {
  proxy = await startFaultyProxy(url);
  through = connectWithShortTimeouts(proxy.url, 30_000);
});
afterEach(async () => {
  await through.close();
  await proxy.close();
});
afterAll(async () => {
  await direct.close();
  await emptyCluster(url);
});

/** A request without what differs from one to the next. */
const kindOf = ({ method, path }: Pick<ProxiedRequest, 'method' | 'path'>): string =>
  `${method} ${path.split('?')[0]!.replaceAll(/(?<=[/,])(?:government|restore-desk)[^/,]*/g, 'i')}`;

interface Work {
  name: string;
  /** On a server as `beforeEach` of the work leaves it. */
  prepare: () => Promise<(cluster: Cluster) => Promise<unknown>>;
  /** Whether what it resolved with is true, by what the server itself says. */
  check: (outcome: unknown) => Promise<void>;
}

async function seed(): Promise<void> {
  await emptyCluster(url);
  await seedLive(url, { count: 40, settings: { refresh_interval: '7s' } });
  for (const index of [NEXT, OLD]) await seedIndex(url, index, { documents: [{ id: '1', source: '{"n":1}' }] });
}

/** Times and sizes differ from one look to the next; what is null was not known, which is no lie. */
function expectTold(told: unknown, truth: unknown, path = ''): void {
  if (told === null || /takenAt|plannedAt|Bytes|heap|pending|seconds/i.test(path)) return;
  if (typeof told !== 'object' || typeof truth !== 'object' || truth === null) {
    expect(told, path).toEqual(truth);
    return;
  }
  expect(Object.keys(told), path).toEqual(Object.keys(truth));
  for (const [key, value] of Object.entries(told))
    expectTold(value, (truth as Record<string, unknown>)[key], `${path}.${key}`);
}

const READS: readonly [string, (cluster: Cluster) => Promise<unknown>][] = [
  ['the cluster’s health', (cluster) => readHealth(cluster)],
  ['the list of indices', (cluster) => listIndices(cluster)],
  ['one index', (cluster) => findIndex(cluster, LIVE)],
  ['the plan of a backup', (cluster) => planLive(cluster, '/tmp')],
  ['the plan of a switch', (cluster) => planSwitch(placeOf(cluster), { index: NEXT, alias: ALIAS }, aRun())],
  ['the plan of a clean-up', (cluster) => planCleanUp(placeOf(cluster), { filling: [], keep: 0 }, aRun())],
];

const WORKS: readonly Work[] = [
  ...READS.map(([name, read]): Work => {
    let truth: unknown;
    return {
      name,
      prepare: async () => {
        truth = await read(direct);
        return read;
      },
      check: async (told) => expectTold(told, truth),
    };
  }),
  {
    name: 'a plan of a restore, and the restore',
    prepare: async () => {
      const file = fileOfBackup((await backUp(direct, mkdtempSync(join(tmpdir(), 'odd-')))).backups[0]!);
      restoredFile = file;
      return async (cluster) => restore(cluster, await planFrom(cluster, file, { switchAlias: true }));
    },
    check: async (outcome) => {
      const { index, status } = outcome as { index: string; status: string };
      expect(status).toBe('done');
      await expectEqual(url, index, restoredFile);
      expect((await aliasesOf(url))[ALIAS]).toEqual([index]);
      expect((await call<Flat>(url, 'GET', `/${index}/_settings?flat_settings=true`))[index]!.settings).toMatchObject({
        'index.refresh_interval': '7s',
      });
    },
  },
  {
    name: 'a restore into an index that is there',
    prepare: async () => {
      const file = fileOfBackup((await backUp(direct, temporaryFolder())).backups[0]!);
      restoredFile = file;
      return async (cluster) =>
        restore(cluster, await planFrom(cluster, file, { into: LIVE, onConflict: 'external_gte' }));
    },
    check: async () => {
      await expectEqual(url, LIVE, restoredFile);
      expect((await aliasesOf(url))[ALIAS]).toEqual([LIVE]);
    },
  },
  {
    name: 'a retry of rejected documents',
    prepare: async () => {
      const file = fileOfBackup((await backUp(direct, temporaryFolder())).backups[0]!);
      // None of the documents fits.
      const plan = await planFrom(direct, file, { mappings: { properties: { big: { type: 'integer' } } } });
      const earlier = await restore(direct, plan);
      expect(earlier.rejected).toBe(40);
      return (cluster) =>
        runRetryRejected(
          placeOf(cluster),
          { kind: 'retry-rejected', plan, earlier, of: '1' },
          aRun({ directory: temporaryFolder() }),
        );
    },
    check: async (outcome) => {
      const { index, status, indexed, rejected } = outcome as Awaited<ReturnType<typeof restore>>;
      expect({ status, indexed, rejected }).toEqual({ status: 'partial', indexed: 0, rejected: 40 });
      expect((await call<{ count: number }>(url, 'GET', `/${index}/_count`)).count).toBe(0);
    },
  },
  {
    name: 'a backup',
    prepare: async () => {
      const plan = await planLive(direct, temporaryFolder());
      return (cluster) => backUp(cluster, temporaryFolder(), { plan });
    },
    check: async (outcome) =>
      expectEqual(url, LIVE, fileOfBackup((outcome as Awaited<ReturnType<typeof backUp>>).backups[0]!)),
  },
  {
    name: 'a switch',
    prepare: async () => {
      await call(url, 'POST', `/${NEXT}/_close`);
      const plan = await planSwitch(placeOf(direct), { index: NEXT, alias: ALIAS }, aRun());
      return (cluster) => runSwitch(placeOf(cluster), { kind: 'switch', plan }, aRun());
    },
    check: async () => {
      expect((await aliasesOf(url))[ALIAS]).toEqual([NEXT]);
      expect((await call<{ count: number }>(url, 'GET', `/${ALIAS}/_count`)).count).toBe(1);
    },
  },
  {
    name: 'a clean-up',
    prepare: async () => {
      const plan = await planCleanUp(placeOf(direct), { filling: [], keep: 0 }, aRun());
      return (cluster) => runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun());
    },
    check: async (outcome) => {
      const { deleted, left } = outcome as Awaited<ReturnType<typeof runCleanUp>>;
      const there = Object.keys(await call<object>(url, 'GET', '/government-*/_settings'));
      for (const { index } of deleted) expect(there).not.toContain(index);
      expect(left.filter(({ reason }) => reason.includes('gone already'))).toEqual([]);
    },
  },
];
let restoredFile = '';
type Flat = Record<string, { settings: Record<string, string> }>;

const CHANGES = WORKS.slice(READS.length);

/** What the work ends with while one kind of its requests is answered by something else, twice. */
async function meet({ name, prepare, check }: Work, kind: string, fault: Fault): Promise<void> {
  const work = await prepare();
  const live = await liveState(url);
  const cluster = connectWithShortTimeouts(proxy.url, 30_000);
  proxy.inject({ match: (request) => kindOf(request) === kind, times: 2, fault });
  const outcome: unknown = await work(cluster).catch((error: unknown) => error);
  proxy.clear();
  await cluster.close();
  if (!(outcome instanceof Error)) return check(outcome);
  if (!isAppError(outcome)) throw new Error(`${kind}: ${String(outcome.stack)}`, { cause: outcome });
  expect(toFailure(outcome).code, kind).toMatch(/^(?:unreachable|timed_out|index_changed|content_mismatch)$/);
  expect(outcome.message, kind).not.toMatch(/undefined|not a function|not iterable|Cannot|Unexpected token/);
  if (name === 'a switch') expect((await aliasesOf(url))[ALIAS], kind).toEqual([LIVE]);
  else expect(await liveState(url), kind).toEqual(live);
}

async function kindsOf({ prepare }: Work): Promise<string[]> {
  await seed();
  await (
    await prepare()
  )(through);
  const kinds = [...new Set(proxy.requests.map(kindOf))];
  expect(kinds.length).toBeGreaterThan(2);
  return kinds;
}

describe.each(WORKS.slice(0, READS.length))('$name', (work) => {
  test.each(ANSWERS)(
    'with %s in place of any response: reported as such, or the result is true',
    async (_, fault) => {
      for (const kind of await kindsOf(work)) await meet(work, kind, fault);
    },
    120_000,
  );
});

/** Each kind of request meets some of the answers; between them, the rounds and the pieces of work meet them all. */
describe.each(CHANGES)('$name', (work) => {
  test.each([0, 1, 2])(
    'with something else in place of any response: reported as such, or the result is true (%i)',
    async (round) => {
      for (const [at, kind] of (await kindsOf(work)).entries()) {
        await seed();
        await meet(work, kind, ANSWERS[(at * 2 + round * 4) % ANSWERS.length]![1]);
      }
    },
    240_000,
  );
});
