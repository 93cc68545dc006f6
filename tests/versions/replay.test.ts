import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from '../support/command-line.ts';
import {
  aliasesOf,
  call,
  emptyCluster,
  readIndex,
  SERVERS,
  seedIndex,
  startServer,
  type Server,
} from '../support/elasticsearch.ts';
import { CAPTURE_BEGINS, writeCapture, type RequestToCapture } from '../support/capture-writes.ts';

type Documents = Record<string, Record<string, unknown>>;

interface Expected {
  from: string;
  mapIndex: Record<string, string>;
  start: Record<string, Documents>;
  startVersions: Record<string, Record<string, number>>;
  expected: Record<string, Documents>;
  counts: { sent: number; refused: unknown[] };
}

const fixtures = fileURLToPath(new URL('../fixtures/replay/', import.meta.url));
const ALIAS = 'government';
const CONCURRENCY = [1, 4, 16];

let folder: string;

/** Fresh each time: a second replay of the same file is another job. */
const replay = async (url: string, words: readonly string[]) => {
  const environment = { RESTORE_DESK_DATA: mkdtempSync(join(folder, 'data-')) };
  return runCommand(['replay', url, ...words, '--json'], { environment });
};

const sourcesOf = async (url: string, index: string): Promise<Documents> => {
  const documents: Documents = {};
  for (const [id, { source }] of await readIndex(url, index)) documents[id] = JSON.parse(source) as Documents[string];
  return documents;
};

const withoutAutoIds = (documents: Documents): Documents =>
  Object.fromEntries(Object.entries(documents).filter(([, { title }]) => title !== 'auto id'));

const indicesOf = async (url: string): Promise<string[]> => {
  const rows = await call<{ index: string }[]>(url, 'GET', '/_cat/indices?format=json&h=index');
  return rows.map(({ index }) => index).filter((index) => !index.startsWith('.'));
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-replay-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(SERVERS.map(({ key }) => key))('%s', (key) => {
  let server: Server;
  beforeAll(async () => {
    server = await startServer({ version: key, heapMb: 384, startTimeoutMs: 300_000 });
  }, 400_000);
  beforeEach(() => emptyCluster(server.url));
  afterAll(() => server?.stop());

  test.runIf(key.startsWith('6.')).each(CONCURRENCY)(
    'what GoReplay captured before it comes out as written, %i at a time',
    async (concurrency) => {
      const all = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8')) as { elasticsearch: Expected };
      const { counts, expected, from, mapIndex, start, startVersions } = all.elasticsearch;
      const [[old, index]] = Object.entries(mapIndex) as [[string, string]];
      await seedIndex(server.url, index, {
        type: '_doc',
        aliases: { [ALIAS]: {} },
        documents: Object.entries(start[index]!).map(([id, source]) => ({
          id,
          source,
          version: startVersions[index]![id]!,
        })),
      });
      const words = [join(fixtures, 'elasticsearch.log.gz'), '--from', from, '--map-index', `${old}=${index}`];
      const { code, json, stderr } = await replay(server.url, [...words, '--concurrency', String(concurrency)]);
      expect(stderr).not.toMatch(/failed/i);
      const refused = counts.refused.length;
      expect(json).toMatchObject({
        status: 'done',
        toSend: counts.sent - refused,
        sent: counts.sent - refused,
        statuses: { 200: 58, 201: 16 },
        refused,
      });
      expect(code).toBe(0);
      expect(withoutAutoIds(await sourcesOf(server.url, index))).toEqual(withoutAutoIds(expected[index]!));
      expect(await indicesOf(server.url)).toEqual([index]);
      expect(await aliasesOf(server.url)).toEqual({ [ALIAS]: [index] });
    },
  );

  test.each(CONCURRENCY)('every kind of write has its effect once and in order, %i at a time', async (concurrency) => {
    await seedIndex(server.url, NEW, { ...(key.startsWith('6.') ? { type: '_doc' } : {}), aliases: { [ALIAS]: {} } });
    const capture = writesFor(key);
    const file = writeCapture(join(folder, `${key}-${String(concurrency)}.gor`), capture.requests);
    const words = [
      file,
      '--from',
      CAPTURE_BEGINS,
      '--map-index',
      `${OLD}=${NEW}`,
      '--concurrency',
      String(concurrency),
    ];
    const { code, json } = await replay(server.url, words);
    expect({ code, ...json }).toMatchObject({
      code: 0,
      status: 'done',
      sent: capture.requests.length - capture.reads,
      reads: capture.reads,
      newer: capture.newer,
      failed: 0,
      unknown: 0,
      held: 0,
    });
    const found = await sourcesOf(server.url, NEW);
    expect(withoutAutoIds(found)).toEqual(capture.expected);
    expect(Object.keys(found)).toHaveLength(Object.keys(capture.expected).length + capture.autoIds);
    expect(await indicesOf(server.url)).toEqual([NEW]);
  });
});

const OLD = 'government-2018-01-08t03-00-00z-aaaa';
const NEW = 'government-2018-01-09t09-30-00z-bbbb';

/**
 * Requests for a server of this version, with a model of what they do: whole documents by id. Scripts and deletions by a
 * query are modules that our servers from 7 on come without.
 */
function writesFor(key: string) {
  const isSix = key.startsWith('6.');
  const type = isSix ? { _type: '_doc' } : {};
  const requests: RequestToCapture[] = [];
  const expected: Documents = {};
  const add = (method: string, path: string, body: RequestToCapture['body'] = '', headers = {}) =>
    requests.push({ method, path, body, headers });
  const updateOf = (index: string, id: string) => (isSix ? `/${index}/_doc/${id}/_update` : `/${index}/_update/${id}`);
  const names = [ALIAS, OLD];
  let reads = 0;
  for (let round = 0; round < 40; round++) {
    const name = names[round % 2]!;
    const id = `doc-${String(round % 7)}`;
    const other = `doc-${String((round + 3) % 7)}`;
    add(round % 3 === 0 ? 'POST' : 'PUT', `/${name}/_doc/${id}`, { round, title: 'whole ü' });
    expected[id] = { round, title: 'whole ü' };
    add('POST', updateOf(name, id), { doc: { updated: round } });
    expected[id]['updated'] = round;
    const lines: object[] = [
      { index: { _id: other, ...type, ...(round % 4 === 0 ? { _index: OLD } : {}) } },
      { round, title: 'bulk' },
      { update: { _id: id, ...type } },
      { doc: { bulk: round } },
    ];
    expected[other] = { round, title: 'bulk' };
    expected[id]['bulk'] = round;
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
    const path = `/${name}/_bulk${round % 8 === 0 ? '?refresh=true' : ''}`;
    const ndjson = { 'Content-Type': 'application/x-ndjson' };
    if (round % 2 === 0) add('POST', path, gzipSync(text), { ...ndjson, 'Content-Encoding': 'gzip' });
    else add('POST', path, text, ndjson);
    add('PUT', `/${name}/_doc/gone`, { round });
    if (round % 5 === 4) {
      add('DELETE', `/${name}/_doc/gone`);
      add('POST', `/${name}/_refresh`);
      add('POST', `/${name}/_search`, { query: { match_all: {} } });
      reads++;
      if (!isSix) continue;
      add('POST', `/${name}/_delete_by_query?conflicts=proceed&refresh=true`, { query: { term: { round } } });
      for (const [found, document] of Object.entries(expected)) if (document['round'] === round) delete expected[found];
    }
  }
  add('PUT', `/${ALIAS}/_doc/counter`, { count: 0 });
  const script = { lang: 'painless', source: 'ctx._source.count += params.by', params: { by: 1 } };
  if (isSix) for (let n = 0; n < 10; n++) add('POST', updateOf(names[n % 2]!, 'counter'), { script });
  expected['counter'] = { count: isSix ? 10 : 0 };
  const big = '9007199254740993';
  add('PUT', `/${OLD}/_doc/versioned?version=${big}&version_type=external`, { versioned: 'newest' });
  add('PUT', `/${OLD}/_doc/versioned?version=9007199254740992&version_type=external`, { versioned: 'older' });
  const versioned = { _index: OLD, ...type, _id: 'in bulk', version_type: 'external_gte' };
  const line = JSON.stringify({ index: { ...versioned, version: 0 } });
  const bulkOf = (version: string, source: object) =>
    gzipSync(`${line.replace('"version":0', `"version":${version}`)}\n${JSON.stringify(source)}\n`);
  const packed = { 'Content-Type': 'application/x-ndjson', 'Content-Encoding': 'gzip' };
  add('POST', '/_bulk', bulkOf(big, { versioned: 'newest' }), packed);
  add('POST', '/_bulk', bulkOf('9007199254740992', { versioned: 'older' }), packed);
  expected['versioned'] = { versioned: 'newest' };
  expected['in bulk'] = { versioned: 'newest' };
  for (let n = 0; n < 3; n++) add('POST', `/${names[n % 2]!}/_doc`, { title: 'auto id', n });
  return { requests, expected, reads, newer: 2, autoIds: 3 };
}
