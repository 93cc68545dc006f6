import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { findCluster } from '../../lib/config.ts';
import type { LookUpQuery } from '../../lib/contract/look-up.ts';
import type { FoundSide, LookedUp, LookUpHit } from '../../lib/contract/looked-up.ts';
import { loadLookedUpDocument, lookUp } from '../../lib/pages/look-up.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';

const LIVE = 'pages-live+1';
const NEW = 'pages-new';
const { signal } = new AbortController();
let url: string;
let directory: string;
let proxy: FaultyProxy;

/** The shorter a title, the higher its rank. */
const page = (n: number, more = '') =>
  `{"title":"harbour${' permit'.repeat(n)}","views":9007199254740993,"tags":["a"]${more}}`;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  proxy = await startFaultyProxy(url);
  directory = mkdtempSync(join(tmpdir(), 'look-up-'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  production: { url: "${url}", backups: a }\n  proxied: { url: "${proxy.url}", backups: b }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  const numbers = Array.from({ length: 15 }, (_, n) => n);
  await seedIndex(url, LIVE, {
    aliases: { pages: {}, filtered: { filter: { match: { tags: 'none' } } } },
    documents: [
      ...numbers.map((n) => ({ id: `p${n}`, source: page(n) })),
      { id: 'large', source: `{"t":"large","text":"${'x '.repeat(2_200_000)}"}` },
    ],
  });
  await seedIndex(url, NEW, {
    aliases: { several: {} },
    documents: [
      { id: 'p0', source: page(0).replace('993', '992') },
      { id: 'new', source: page(1) },
      { id: 'p2', source: page(2).replace('harbour', 'quay') },
      { id: 'p3', source: page(3), routing: 'r' },
      ...numbers.slice(4).map((n) => ({ id: `p${n}`, source: page(n).replace('"views"', ' "views"') })),
    ],
  });
  await seedIndex(url, 'closed', { aliases: { several: {} } });
  await call(url, 'POST', '/closed/_close');
  const many = Array.from({ length: 10_050 }, (_, n) => ({ id: String(n), source: '{}' }));
  await seedIndex(url, 'many', { documents: many });
}, 300_000);

afterEach(() => proxy.clear());
afterAll(async () => {
  await proxy.close();
  await emptyCluster(url);
  rmSync(directory, { recursive: true, force: true });
});

type Found = Extract<LookedUp, { state: 'found' }>;

async function ask(asked: Partial<LookUpQuery>, of = 'production', until = signal): Promise<Found> {
  const answer = await lookUp(findCluster(of)!, { kind: 'words', query: 'harbour', left: LIVE, ...asked }, until);
  if (answer.state === 'costly') throw new Error(answer.costs.join());
  return answer;
}

const found = (side: Found['left'] | null): FoundSide => {
  expect(side).toMatchObject({ state: 'found' });
  return side as FoundSide;
};
const seen = ({ hits }: FoundSide) =>
  hits.map(({ id, other }) => [id, other!.place.is === 'ranked' ? other!.place.rank : other!.place.is, other!.content]);

describe('two indices', () => {
  test('each hit says where it is on the other side, and whether it is the same there', async () => {
    const { left, right } = await ask({ right: NEW });
    expect(seen(found(left))).toEqual([
      ['p0', 1, 'changed'],
      ['p1', 'missing', null],
      ['p2', 'unmatched', 'changed'],
      ['p3', 'otherRouting', null],
      ['p4', 4, 'same'],
      ['p5', 5, 'same'],
      ['p6', 6, 'same'],
      ['p7', 7, 'same'],
      ['p8', 8, 'same'],
      ['p9', 9, 'same'],
    ]);
    expect(seen(found(right)).slice(0, 3)).toEqual([
      ['p0', 1, 'changed'],
      ['new', 'missing', null],
      ['p3', 'otherRouting', null],
    ]);
    expect(seen(found(right)).at(-1)).toEqual(['p10', 'below', 'same']);
    expect([found(left).total, found(right).total]).toEqual([
      { value: 15, exact: true },
      { value: 14, exact: true },
    ]);
    expect(found(left).hits[0]).toMatchObject({ rank: 1, title: 'harbour', score: expect.any(Number) });
  });

  test('one that can’t be searched does not hide the other', async () => {
    for (const [right, message] of [
      ['closed', 'closed is closed.'],
      ['absent', 'There is no index or alias called absent.'],
      ['.hidden', '.hidden is not searched: its name begins with a dot.'],
      ['several', 'several points to closed and pages-new.'],
    ] as const) {
      const answer = await ask({ right });
      expect(answer.right).toMatchObject({ state: 'failed', name: right, message, hint: expect.any(String) });
      expect(found(answer.left).hits[0]).toMatchObject({ id: 'p0', other: null });
    }
  });

  test('a document is compared field by field, with every digit', async () => {
    const asked = { left: LIVE, right: NEW, id: 'p0' };
    expect(await loadLookedUpDocument(findCluster('production')!, asked, signal)).toMatchObject({
      fields: {
        differences: [{ path: 'views', left: { text: '9007199254740993' }, right: { text: '9007199254740992' } }],
        equal: 2,
      },
    });
    expect(await loadLookedUpDocument(findCluster('production')!, { ...asked, id: 'p3' }, signal)).toMatchObject({
      left: { state: 'read' },
      right: { state: 'missing' },
    });
    const routed = await loadLookedUpDocument(findCluster('production')!, { ...asked, id: 'p3', routing: 'r' }, signal);
    expect(routed).toMatchObject({ left: { state: 'missing' }, right: { state: 'read' } });
  });
});

describe('one index', () => {
  test('all hits are counted, also more than 10,000', async () => {
    const { left } = await ask({ kind: 'json', query: '{"match_all":{}}', left: 'many' });
    expect(found(left)).toMatchObject({ total: { value: 10_050, exact: true }, timedOut: false });
    expect(found(left).hits).toHaveLength(10);
  });

  test('an alias is the index that it points to, and what its filter shows', async () => {
    const { left, fields } = await ask({ left: 'pages' });
    expect(found(left)).toMatchObject({ index: LIVE, alias: { name: 'pages', filtered: false }, live: true });
    expect(fields).toEqual({ left: ['*'], right: null });
    const through = found((await ask({ left: 'filtered' })).left);
    expect(through).toMatchObject({
      index: LIVE,
      alias: { filtered: true, routed: false },
      total: { value: 0, exact: true },
    });
  });

  test('words are searched in the default fields of the index', async () => {
    await seedIndex(url, 'fields', {
      settings: { 'index.query.default_field': ['title', 'views'] },
      mappings: { properties: { title: { type: 'text' }, views: { type: 'long' }, other: { type: 'text' } } },
      documents: [{ id: '1', source: { title: 'a', views: 7, other: 'harbour' } }],
    });
    const { left, fields } = await ask({ left: 'fields' });
    expect([found(left).total.value, fields]).toEqual([0, { left: ['title', 'views'], right: null }]);
    expect(found((await ask({ left: 'fields', query: 'other:harbour' })).left).total.value).toBe(1);
  });

  test('an id finds every document that has it, whatever its routing', async () => {
    // These two routings are in different shards.
    const routed = (routing: string) => ({ id: 'twice', source: `{"t":"${routing}"}`, routing });
    await seedIndex(url, 'routed', { settings: { number_of_shards: 3 }, documents: [routed('a'), routed('b')] });
    const { left } = await ask({ kind: 'id', query: 'twice', left: 'routed' });
    expect(
      found(left)
        .hits.map(({ id, routing }: LookUpHit) => [id, routing])
        .sort(),
    ).toEqual([
      ['twice', 'a'],
      ['twice', 'b'],
    ]);
    expect(found((await ask({ kind: 'id', query: '*' })).left).total.value).toBe(0);
  });

  test('a document too large to show says so, and is found', async () => {
    const { left } = await ask({ kind: 'id', query: 'large', right: LIVE });
    expect(found(left).hits).toMatchObject([{ id: 'large', other: { place: { is: 'ranked' }, content: 'unknown' } }]);
    const read = await loadLookedUpDocument(findCluster('production')!, { left: LIVE, id: 'large' }, signal);
    expect(read.left).toMatchObject({ state: 'unreadable', why: expect.stringContaining('more than 4.0 MB') });
  });
});

describe('what is not run', () => {
  test('a wildcard at the start waits for a confirmation', async () => {
    const cluster = findCluster('production')!;
    const asked = { kind: 'words', query: 'title:*arbour', left: LIVE } as const;
    expect(await lookUp(cluster, asked, signal)).toEqual({ state: 'costly', costs: [expect.any(String)] });
    expect(found((await ask({ ...asked, confirmed: 'yes' })).left).total.value).toBe(15);
    const json = { kind: 'json', query: '{"regexp":{"title":"har.*"}}', left: LIVE } as const;
    expect(await lookUp(cluster, json, signal)).toMatchObject({ state: 'costly' });
    expect(found((await ask({ ...json, confirmed: 'yes' })).left).total.value).toBe(15);
  });

  test('a script is refused before the cluster is asked', async () => {
    const query = '{"script":{"script":"true"}}';
    const before = proxy.requests.length;
    expect(await failureOf(ask({ kind: 'json', query }, 'proxied'))).toMatchObject({ code: 'invalid_input' });
    expect(proxy.requests).toHaveLength(before);
  });

  test.each([
    ['words', 'title:(harbour', 'The cluster does not accept the query: '],
    ['words', 'views:[1 TO', 'The cluster does not accept the query: '],
    ['json', '{"nonsense":{}}', 'The cluster does not accept the query: '],
  ] as const)('the cluster’s refusal of %s %s is one plain line', async (kind, query, beginning) => {
    const { left } = await ask({ kind, query });
    expect(left).toMatchObject({ state: 'failed', message: expect.stringMatching(`^${beginning}.{1,310}$`) });
  });
});

const isSearch = ({ path }: { path: string }) => path.includes('/_search') && path.includes('preference=look-up');

describe('a cluster that is slow', () => {
  test('a search that is given up ends its request', async () => {
    proxy.inject({ fault: { kind: 'hang', afterBytes: 0 }, match: isSearch });
    const person = new AbortController();
    const asked = failureOf(ask({ right: NEW }, 'proxied', person.signal));
    const searches = () => proxy.requests.filter(isSearch);
    await vi.waitUntil(() => searches().length === 2, { timeout: 10_000 });
    expect(searches().map(({ ended }) => ended)).toEqual([null, null]);
    person.abort();
    expect(await asked).toMatchObject({ code: 'cancelled' });
    await vi.waitUntil(() => searches().every(({ ended }) => ended !== null), { timeout: 2_000 });
  });

  test('a search that was stopped at its limit is only a part', async () => {
    const fault = {
      kind: 'rewrite' as const,
      body: (body: Buffer) => body.toString().replace('"timed_out":false', '"timed_out":true'),
    };
    proxy.inject({ fault, match: isSearch });
    const { left, right } = await ask({ right: NEW }, 'proxied');
    expect(found(left)).toMatchObject({ timedOut: true, total: { value: 15, exact: false } });
    const missing = found(right).hits.find(({ id }) => id === 'new')!.other!;
    expect(missing).toEqual({ place: { is: 'unknown', why: 'the search was stopped after 5 s' }, content: null });
  });

  test('an index that does not answer in time is named, and the other one is shown', async () => {
    proxy.inject({ fault: { kind: 'hang', afterBytes: 0 }, match: (one) => isSearch(one) && one.path.includes(NEW) });
    const { left, right } = await ask({ right: NEW }, 'proxied');
    expect(found(left).total.value).toBe(15);
    expect(right).toMatchObject({ state: 'failed', name: NEW });
  }, 20_000);
});
