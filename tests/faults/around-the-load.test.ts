import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { aliasesOf, call, emptyCluster, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy, type FaultyProxy, type ProxiedRequest } from '../support/faulty-proxy.ts';
import {
  resumableRun,
  ALIAS,
  backUp,
  connectWithShortTimeouts,
  expectEqual,
  LIVE,
  liveState,
  planFrom,
  planLive,
  restore,
  temporaryFolder,
  waitUntil,
  prepareLive,
} from './support.ts';
import { fileOfBackup } from '../support/test-place.ts';

/** Faults in the short steps of a restore, before and after the load. */
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
  ({ file, live } = await prepareLive(url, { count: 200 }));
  proxy = await startFaultyProxy(url);
  cluster = connectWithShortTimeouts(proxy.url, 30_000);
});
afterEach(async () => {
  await cluster.close();
  await proxy.close();
  await call(url, 'DELETE', '/_index_template/*');
});
afterAll(() => emptyCluster(url));

const creates =
  (index: string) =>
  ({ method, path }: ProxiedRequest) =>
    method === 'PUT' && path.startsWith(`/${index}?`);
const aliasCalls = ({ method, path }: ProxiedRequest) => method === 'POST' && path === '/_aliases';

describe('an index template that puts the live alias on every new index', () => {
  beforeEach(() =>
    call(url, 'PUT', '/_index_template/every', {
      index_patterns: ['government-*'],
      template: { aliases: { [ALIAS]: {} } },
    }),
  );

  test('is removed before a document is sent, also when the connection breaks at that moment', async () => {
    const plan = await planFrom(cluster, file);
    const injection = proxy.inject({ match: aliasCalls, times: 2, fault: { kind: 'cut', afterBytes: 0 } });
    const aliasStates: unknown[] = [];
    proxy.inject({
      match: ({ path }) => path.includes('/_bulk'),
      times: 1,
      fault: () => {
        aliasStates.push(aliasesOf(url));
        return { kind: 'delay', ms: 300 };
      },
    });
    const result = await restore(cluster, plan);
    expect(injection.hits).toBeGreaterThan(0);
    expect(await Promise.all(aliasStates)).toEqual([expect.objectContaining({ [ALIAS]: [LIVE] })]);
    expect(result.warnings.join(' ')).toContain(`attached ${ALIAS}`);
    expect(await liveState(url)).toEqual(live);
    await expectEqual(url, result.index, file);
  });

  test('is removed when the restore is cancelled while the index is created', async () => {
    const plan = await planFrom(cluster, file);
    const stop = new AbortController();
    const { run } = resumableRun({ signal: stop.signal });
    proxy.inject({
      match: creates(plan.target.index),
      fault: () => {
        setTimeout(() => stop.abort(), 100);
        return { kind: 'delay', ms: 600 };
      },
    });
    expect((await failureOf(restore(cluster, plan, { run }))).code).toBe('cancelled');
    expect(await liveState(url)).toEqual(live);
    expect((await aliasesOf(url))[ALIAS]).toEqual([LIVE]);
  });
});

test('a restore is refused when an index template would create a data stream, and another name is proposed', async () => {
  const plan = await planFrom(cluster, file);
  await call(url, 'PUT', '/_index_template/streams', {
    index_patterns: ['government-*'],
    data_stream: {},
    priority: 500,
  });
  expect(await failureOf(restore(cluster, plan))).toMatchObject({
    code: 'refused',
    message: expect.stringContaining('data stream') as string,
    hint: expect.stringContaining('--into') as string,
  });
  expect(await liveState(url)).toEqual(live);
});

test('a restore waits while a block is set after its last document, says why, and ends equal', async () => {
  const plan = await planFrom(cluster, file, { switchAlias: true });
  const { index } = plan.target;
  let changed: Promise<unknown> | null = null;
  proxy.inject({
    match: ({ path }) => path.includes('/_refresh'),
    times: 1,
    fault: () => {
      changed = call(url, 'PUT', `/${index}/_settings`, { 'index.blocks.read_only': true });
      return { kind: 'delay', ms: 1_000 };
    },
  });
  const { run } = resumableRun();
  const restoring = restore(cluster, plan, { run });
  await waitUntil(() => run.reports.some(({ pausedBecause }) => pausedBecause?.includes('blocked') ?? false));
  await changed;
  expect((await aliasesOf(url))[ALIAS]).toEqual([LIVE]);
  await call(url, 'PUT', `/${index}/_settings`, { 'index.blocks.read_only': null });
  expect(await restoring).toMatchObject({ status: 'done', switched: true, check: { verdict: 'equal' } });
  expect((await aliasesOf(url))[ALIAS]).toEqual([index]);
  await expectEqual(url, index, file);
});

test('the alias does not move to an index that was created again after the comparison', async () => {
  const plan = await planFrom(cluster, file, { switchAlias: true });
  const { index } = plan.target;
  let changed: Promise<unknown> | null = null;
  // The first request for the alias after everything was compared.
  const isVerified = () =>
    proxy.requests.some(({ path }) => path.startsWith('/_pit') || path.includes('/_pit?')) &&
    proxy.requests.some(({ path, ended }) => path.includes('/_refresh') && ended !== null);
  proxy.inject({
    match: ({ method, path }) => method === 'GET' && path.startsWith(`/${ALIAS}/_alias/`) && isVerified(),
    times: 1,
    fault: () => {
      changed = call(url, 'DELETE', `/${index}`).then(() => call(url, 'PUT', `/${index}`));
      return { kind: 'delay', ms: 1_500 };
    },
  });
  const outcome = await restore(cluster, plan).catch((error: unknown) => error);
  expect(changed).not.toBe(null);
  await changed;
  expect(outcome).not.toMatchObject({ switched: true });
  expect(await liveState(url)).toEqual(live);
});

/** In every step: a gateway's response instead of the cluster's is retried, and never taken for the cluster's. */
describe.each([
  ['a sign-in page', '<html>Please sign in</html>'],
  ['half a response', '{"government-2018-01-07t03-00-00z-aaaa":{"settings":{"index":'],
])('%s, with 200, instead of', (_, body) => {
  test.each<[string, (request: ProxiedRequest) => boolean]>([
    ['the settings', ({ method, path }) => method === 'GET' && path.endsWith('/_settings')],
    ['the mapping', ({ method, path }) => method === 'GET' && path.includes('/_mapping')],
  ])('%s: the backup is whole', async (__, match) => {
    const directory = temporaryFolder();
    const plan = await planLive(cluster, directory);
    const injection = proxy.inject({ match, times: 2, fault: { kind: 'answer', status: 200, body } });
    const { backups } = await backUp(cluster, directory, { plan });
    expect(injection.hits).toBe(2);
    await expectEqual(url, LIVE, fileOfBackup(backups[0]!));
  });

  test('the look-up of documents in an existing index: the restore is proven', async () => {
    const injection = proxy.inject({
      match: ({ path }) => path.includes('/_mget'),
      times: 2,
      fault: { kind: 'answer', status: 200, body },
    });
    const result = await restore(cluster, await planFrom(cluster, file, { into: LIVE, onConflict: 'index' }));
    expect(injection.hits).toBe(2);
    expect(result).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
  });
});

test('JSON from something that is not a cluster is reported as such', async () => {
  proxy.inject({ fault: { kind: 'answer', status: 200, body: '{"status":"ok"}' } });
  expect(await failureOf(planFrom(connectWithShortTimeouts(proxy.url), file))).toMatchObject({
    code: 'unreachable',
    message: expect.stringContaining('no search cluster') as string,
  });
});
