import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { refOfFile } from '../../lib/contract/backup-ref.ts';
import { planCompare } from '../../lib/kinds/compare/plan.ts';
import { runCompare } from '../../lib/kinds/compare/run.ts';
import type { CompareWork } from '../../lib/kinds/compare/schema.ts';
import { aRun } from '../support/a-run.ts';
import { startCommand, runCommand } from '../support/command-line.ts';
import { call, emptyCluster, openContexts, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import type { Fault } from '../support/forward-with-fault.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { placeOf } from '../support/test-place.ts';
import { documents, LIVE, prepareLive } from './support.ts';

const OTHER = 'government-2018-01-08t03-00-00z-bbbb';
const COUNT = 2_000;

let url: string;
let proxy: FaultyProxy;
let cluster: Cluster;
let file: string;
let directory: string;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  ({ file } = await prepareLive(url, { count: COUNT }));
  const changed = documents(COUNT).map((each, n) => (n % 100 === 3 ? { ...each, source: '{"n":0}' } : each));
  await seedIndex(url, OTHER, {
    settings: { number_of_shards: 2 },
    mappings: { dynamic: false },
    documents: changed.slice(50),
  });
  proxy = await startFaultyProxy(url);
}, 300_000);
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'compare-'));
  cluster = connect({ url: proxy.url, requestTimeoutMs: 10_000 });
});
afterEach(async () => {
  proxy.clear();
  await cluster.close();
  rmSync(directory, { recursive: true, force: true });
});
afterAll(async () => {
  await emptyCluster(url);
  await proxy.close();
});

const EXPECTED = { equal: 1_931, sameValues: 0, changed: 19, onlyLeft: 50, onlyRight: 0 };

const plan = (left: 'backup' | 'index' = 'backup'): Promise<CompareWork> =>
  planCompare(
    placeOf(cluster),
    { left: left === 'backup' ? { backup: refOfFile(file) } : { index: LIVE }, right: { index: OTHER } },
    aRun(),
  );

const compare = async (work: CompareWork, run = aRun({ directory })) =>
  runCompare(placeOf(cluster), work, run as never, { pageBytes: 20_000 });

const isPage = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path.startsWith('/_search') && !path.includes('point_in_time');

describe.each(['backup', 'index'] as const)('%s and index', (left) => {
  test.each([
    ['connections cut in the middle of a page', { kind: 'cut', afterBytes: 9_000 }],
    ['pages cut short', { kind: 'truncate', keepBytes: 9_000 }],
    ['a proxy that answers 503', { kind: 'answer', status: 503 }],
  ] satisfies [string, Fault][])('%s: the same answer', async (_name, fault) => {
    const work = await plan(left);
    const faults = [1, 4, 9].map((skip) => proxy.inject({ fault, match: isPage, skip, times: 1 }));
    const { counts } = await compare(work);
    expect(counts).toEqual(EXPECTED);
    expect(faults.some(({ hits }) => hits > 0)).toBe(true);
    expect(await openContexts(url)).toBe(0);
  });
});

test('a lost point in time: both sides are read once more from the start', async () => {
  const work = await plan('index');
  proxy.inject({
    fault: {
      kind: 'answer',
      status: 404,
      body: '{"error":{"type":"search_context_missing_exception","reason":"No search context found"},"status":404}',
      headers: { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' },
    },
    match: isPage,
    skip: 5,
    times: 1,
  });
  const run = aRun({ directory });
  expect((await compare(work, run)).counts).toEqual(EXPECTED);
  expect(run.sentences.join(' ')).toContain('Comparing once more from the start.');
});

test('an index deleted under it: failed, and nothing is said of any document', async () => {
  const victim = 'government-2018-01-09t03-00-00z-cccc';
  await seedIndex(url, victim, { documents: documents(COUNT) });
  const work = await planCompare(
    placeOf(cluster),
    { left: { backup: refOfFile(file) }, right: { index: victim } },
    aRun(),
  );
  let deleted = false;
  const run = aRun({
    directory,
    report: () => {
      if (!deleted) void call(url, 'DELETE', `/${victim}`);
      deleted = true;
    },
  });
  const failure = await failureOf(compare(work, run));
  expect(failure).toMatchObject({ code: 'index_changed' });
  expect(await openContexts(url)).toBe(0);
});

test('an index created again under its name is not the one that was chosen', async () => {
  const victim = 'government-2018-01-09t03-00-00z-dddd';
  await seedIndex(url, victim, { documents: documents(10) });
  const work = await planCompare(placeOf(cluster), { left: { index: victim }, right: { index: OTHER } }, aRun());
  await call(url, 'DELETE', `/${victim}`);
  await seedIndex(url, victim, { documents: documents(10) });
  expect(await failureOf(compare(work))).toMatchObject({
    code: 'index_changed',
    message: `${victim} was deleted and created again since it was chosen.`,
  });
  await call(url, 'DELETE', `/${victim}`);
});

test('killed (-9) in the middle: nothing of it is left but its job, and the next comparison is right', async () => {
  const environment = { RESTORE_DESK_DATA: join(directory, 'data') };
  const slow = proxy.inject({ fault: { kind: 'delay', ms: 20_000 }, match: isPage, skip: 1 });
  const command = startCommand(['compare', proxy.url, file, OTHER], { cwd: directory, environment });
  await waitFor(() => slow.hits > 0);
  command.process.kill('SIGKILL');
  await command.ended;
  proxy.clear();
  expect(readdirSync(join(directory, 'data', 'jobs', '1')).every((name) => name.startsWith('differences-'))).toBe(true);
  const again = await runCommand(['compare', url, file, OTHER, '--json'], { cwd: directory, environment });
  expect(again.json).toMatchObject({ status: 'done', ...EXPECTED });
});

async function waitFor(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 50));
}
