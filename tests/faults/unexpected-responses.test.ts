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
 * Something else responds instead of the cluster, twice for each kind of request of each operation: either the failure
 * says so, or the result is true.
 */
const respond = (body: string, status = 200, headers?: Record<string, string>): Fault => ({
  kind: 'answer',
  status,
  body,
  ...(headers === undefined ? {} : { headers }),
});
/** The server's own response with null for every value that is not an object: the right structure without content. */
const replaceValuesByNull = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(replaceValuesByNull)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, replaceValuesByNull(inner)]))
      : null;
const ANSWERS: readonly [string, Fault][] = [
  ['200 and nothing', respond('')],
  ['204 and nothing', respond('', 204)],
  ['302 and nothing', respond('', 302, { location: '/' })],
  ['null', respond('null')],
  ['a list', respond('[]')],
  ['a text', respond('"x"')],
  ['a number', respond('7')],
  ['an empty object', respond('{}')],
  ['an error that is null', respond('{"error":null}')],
  ['an HTML page', respond('<html>Please sign in</html>')],
  ['404 and null', respond('{"error":null}', 404)],
  ['half of the answer', { kind: 'rewrite', body: (body) => body.subarray(0, Math.floor(body.length / 2)) }],
  [
    'the answer without its values',
    { kind: 'rewrite', body: (body) => JSON.stringify(replaceValuesByNull(JSON.parse(String(body)))) },
  ],
];

const NEXT = 'government-2018-01-08t03-00-00z-bbbb';
const OLD = 'government-2018-01-01t03-00-00z-aaaa';
let url: string;
let proxy: FaultyProxy;
let proxiedCluster: Cluster;
let directCluster: Cluster;

beforeAll(async () => {
  url = await sharedServer();
  directCluster = connectWithShortTimeouts(url, 30_000);
});
beforeEach(async () => {
  proxy = await startFaultyProxy(url);
  proxiedCluster = connectWithShortTimeouts(proxy.url, 30_000);
});
afterEach(async () => {
  await proxiedCluster.close();
  await proxy.close();
});
afterAll(async () => {
  await directCluster.close();
  await emptyCluster(url);
});

/** The kind of a request: method and path without names and ids. */
const kindOf = ({ method, path }: Pick<ProxiedRequest, 'method' | 'path'>): string =>
  `${method} ${path.split('?')[0]!.replaceAll(/(?<=[/,])(?:government|restore-desk)[^/,]*/g, 'i')}`;

interface Work {
  name: string;
  /** Prepares the server and returns the operation. */
  prepare: () => Promise<(cluster: Cluster) => Promise<unknown>>;
  /** Fails unless the operation's result is true by the server's own state. */
  check: (outcome: unknown) => Promise<void>;
}

async function seed(): Promise<void> {
  await emptyCluster(url);
  await seedLive(url, { count: 40, settings: { refresh_interval: '7s' } });
  for (const index of [NEXT, OLD]) await seedIndex(url, index, { documents: [{ id: '1', source: '{"n":1}' }] });
}

/**
 * Fails if a reported value is not the actual one. Ignores times and sizes, which change, and null, which means
 * "unknown".
 */
function expectTrue(reported: unknown, actual: unknown, path = ''): void {
  if (reported === null || /takenAt|plannedAt|Bytes|heap|pending|seconds/i.test(path)) return;
  if (typeof reported !== 'object' || typeof actual !== 'object' || actual === null) {
    expect(reported, path).toEqual(actual);
    return;
  }
  expect(Object.keys(reported), path).toEqual(Object.keys(actual));
  for (const [key, value] of Object.entries(reported))
    expectTrue(value, (actual as Record<string, unknown>)[key], `${path}.${key}`);
}

const READS: readonly [string, (cluster: Cluster) => Promise<unknown>][] = [
  ['the cluster’s health', (cluster) => readHealth(cluster)],
  ['the list of indices', (cluster) => listIndices(cluster)],
  ['one index', (cluster) => findIndex(cluster, LIVE)],
  ['the plan of a backup', (cluster) => planLive(cluster, '/tmp')],
  ['the plan of a switch', (cluster) => planSwitch(placeOf(cluster), { index: NEXT, alias: ALIAS }, aRun())],
  ['the plan of a clean-up', (cluster) => planCleanUp(placeOf(cluster), { indicesBeingWritten: [], keep: 0 }, aRun())],
];

const WORKS: readonly Work[] = [
  ...READS.map(([name, read]): Work => {
    let truth: unknown;
    return {
      name,
      prepare: async () => {
        truth = await read(directCluster);
        return read;
      },
      check: async (told) => expectTrue(told, truth),
    };
  }),
  {
    name: 'a plan of a restore, and the restore',
    prepare: async () => {
      const file = fileOfBackup((await backUp(directCluster, mkdtempSync(join(tmpdir(), 'odd-')))).backups[0]!);
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
      const file = fileOfBackup((await backUp(directCluster, temporaryFolder())).backups[0]!);
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
      const file = fileOfBackup((await backUp(directCluster, temporaryFolder())).backups[0]!);
      // No document fits the mapping.
      const plan = await planFrom(directCluster, file, { mappings: { properties: { big: { type: 'integer' } } } });
      const earlier = await restore(directCluster, plan);
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
      const plan = await planLive(directCluster, temporaryFolder());
      return (cluster) => backUp(cluster, temporaryFolder(), { plan });
    },
    check: async (outcome) =>
      expectEqual(url, LIVE, fileOfBackup((outcome as Awaited<ReturnType<typeof backUp>>).backups[0]!)),
  },
  {
    name: 'a switch',
    prepare: async () => {
      await call(url, 'POST', `/${NEXT}/_close`);
      const plan = await planSwitch(placeOf(directCluster), { index: NEXT, alias: ALIAS }, aRun());
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
      const plan = await planCleanUp(placeOf(directCluster), { indicesBeingWritten: [], keep: 0 }, aRun());
      return (cluster) => runCleanUp(placeOf(cluster), { kind: 'clean-up', plan }, aRun());
    },
    check: async (outcome) => {
      const { deleted, left } = outcome as Awaited<ReturnType<typeof runCleanUp>>;
      const there = Object.keys(await call<object>(url, 'GET', '/government-*/_settings'));
      for (const { index } of deleted) expect(there).not.toContain(index);
      expect(left.filter(({ reason }) => reason.includes('no longer existed'))).toEqual([]);
    },
  },
];
let restoredFile = '';
type Flat = Record<string, { settings: Record<string, string> }>;

const WRITING_WORKS = WORKS.slice(READS.length);

/**
 * Runs the work while something else responds twice to one kind of its requests: it fails as specified, or its result
 * is true.
 */
async function expectFailureOrTruth({ name, prepare, check }: Work, kind: string, fault: Fault): Promise<void> {
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
  )(proxiedCluster);
  const kinds = [...new Set(proxy.requests.map(kindOf))];
  expect(kinds.length).toBeGreaterThan(2);
  return kinds;
}

describe.each(WORKS.slice(0, READS.length))('$name', (work) => {
  test.each(ANSWERS)(
    'with %s in place of any response: reported as such, or the result is true',
    async (_, fault) => {
      for (const kind of await kindsOf(work)) await expectFailureOrTruth(work, kind, fault);
    },
    120_000,
  );
});

/** Each kind of request gets some of the responses; all rounds and works together get all of them. */
describe.each(WRITING_WORKS)('$name', (work) => {
  test.each([0, 1, 2])(
    'with something else in place of any response: reported as such, or the result is true (%i)',
    async (round) => {
      for (const [at, kind] of (await kindsOf(work)).entries()) {
        await seed();
        await expectFailureOrTruth(work, kind, ANSWERS[(at * 2 + round * 4) % ANSWERS.length]![1]);
      }
    },
    240_000,
  );
});
