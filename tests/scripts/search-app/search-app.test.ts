import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { ElasticsearchStore } from '../../../scripts/search-app/elasticsearch-store.ts';
import { MemoryStore } from '../../../scripts/search-app/memory-store.ts';
import { startSearchApp, type SearchApp, type SearchAppOptions } from '../../../scripts/search-app/search-app.ts';
import { emptyCluster, seedIndex, sharedServer } from '../../support/elasticsearch.ts';
import { readIndex } from '../../support/read-index.ts';
import { capturedRequests, emptyQueue, replaySerially } from '../../support/replay-serially.ts';

type Documents = Record<string, Record<string, unknown>>;
interface Scenario {
  files: string[];
  from?: string;
  start: Record<string, Documents>;
  expected: Record<string, Documents>;
  counts: { sent: number };
}
const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/replay/${name}`, import.meta.url));
const scenarios = JSON.parse(readFileSync(fixture('expected.json'), 'utf8')) as Record<string, Scenario>;

let app: SearchApp | undefined;
afterEach(async () => {
  await app?.stop();
  app = undefined;
});

async function startApp(options: Omit<SearchAppOptions, 'store'> = {}, start: Record<string, Documents> = {}) {
  const store = new MemoryStore();
  for (const [index, documents] of Object.entries(start))
    for (const [id, document] of Object.entries(documents)) await store.replace(index, id, JSON.stringify(document));
  app = await startSearchApp({ store, ...options });
  return { store, app, url: app.url };
}

const post = (url: string, body: string, headers: Record<string, string> = {}) =>
  fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
const statusOf = async (answer: Promise<Response>) => (await answer).status;

/** Long strings as expected.json has them. */
const shortened = (documents: Record<string, unknown>): unknown =>
  JSON.parse(JSON.stringify(documents), (_key, value: unknown) =>
    typeof value === 'string' && value.length > 2000
      ? { $length: value.length, $sha256: createHash('sha256').update(value).digest('hex') }
      : value,
  );

async function replay(name: string) {
  const { files, from, start, expected, counts } = scenarios[name]!;
  const { store, url } = await startApp({ workers: 4 }, start);
  const first = from === undefined ? 0n : BigInt(Date.parse(from)) * 1_000_000n;
  const requests = (await capturedRequests(files.map(fixture))).filter(({ at }) => at >= first);
  expect(requests).toHaveLength(counts.sent);
  const statuses = await replaySerially(url, requests);
  for (const [index, documents] of Object.entries(expected))
    expect(shortened(store.documents(index))).toEqual(documents);
  return statuses;
}

test('a serial replay of two servers’ captures gives the documents that were there', async () => {
  expect(new Set(await replay('two-servers'))).toEqual(new Set([202]));
});

test('a serial replay of unusual requests gives the documents and the statuses of then', async () => {
  const statuses = await replay('specials');
  const counts = Object.fromEntries(
    [...new Set(statuses)].map((s) => [s, statuses.filter((each) => each === s).length]),
  );
  expect(counts).toEqual({ 200: 5, 202: 52, 400: 1, 403: 1, 404: 1 });
});

test('202 means queued: the queue empties slowly, with the order of each document kept', async () => {
  const { store, url } = await startApp({ queueDelayMs: 100, workers: 2 });
  for (let n = 1; n <= 5; n++)
    expect(await statusOf(post(`${url}/government/documents`, `{"_id":"/a","n":${String(n)}}`))).toBe(202);
  const counts = { jobs: expect.any(Number) as number, retries: 0, scheduled: 0 };
  expect(await (await fetch(`${url}/_status`)).json()).toEqual({ queues: { bulk: counts } });
  expect(store.documents('government')['/a']).not.toMatchObject({ n: 5 });
  await emptyQueue(url);
  expect(store.documents('government')).toEqual({ '/a': { _id: '/a', n: 5 } });
});

test('requests without the required credentials are refused, and what arrived is recorded', async () => {
  const { app, url } = await startApp({ credentials: { bearer: 'expected-token' } });
  const target = `${url}/government/documents`;
  expect(await statusOf(post(target, '{"_id":"/a"}'))).toBe(401);
  expect(await statusOf(post(target, '{"_id":"/a"}', { authorization: 'Bearer expected-token' }))).toBe(202);
  expect(app.requests).toBe(2);
  expect(app.recorded.map(({ method, target, status }) => [method, target, status])).toEqual([
    ['POST', '/government/documents', 401],
    ['POST', '/government/documents', 202],
  ]);
  expect(app.recorded[0]!.endedAt!).toBeLessThanOrEqual(app.recorded[1]!.beganAt);
});

test('in front of Elasticsearch, documents are written to the alias with every digit', async () => {
  const elasticsearch = await sharedServer();
  await emptyCluster(elasticsearch);
  await seedIndex(elasticsearch, 'government-1', {
    aliases: { government: {} },
    documents: [{ id: '/b', source: '{"hash":9007199254740993}' }],
  });
  const { url } = (app = await startSearchApp({ store: new ElasticsearchStore(elasticsearch) }));
  const list = '[{"_id":"/a","_type":"edition","hash":9007199254740995,"n":1.0},{"link":"/c"}]';
  expect(await statusOf(post(`${url}/government/documents`, list))).toBe(202);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  for (const id of ['%2Fb', '%2Fmissing'])
    expect(await statusOf(post(`${url}/government/documents/${id}`, 'title=amended', form))).toBe(202);
  for (const id of ['c', 'missing'])
    expect(await statusOf(fetch(`${url}/government/documents//${id}`, { method: 'DELETE' }))).toBe(202);
  await emptyQueue(url);
  expect(await statusOf(post(`${url}/government/commit`, ''))).toBe(200);
  const documents = await readIndex(elasticsearch, 'government');
  expect([...documents.values()].map(({ id, source }) => [id, source]).sort()).toEqual([
    ['/a', '{"hash":9007199254740995,"n":1.0}'],
    ['/b', '{"hash":9007199254740993,"title":"amended"}'],
  ]);
  expect(app.dropped).toEqual([]);
});
