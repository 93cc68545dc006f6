import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import type { RestoreRequest } from '../../lib/kinds/restore/request.ts';
import { aRun } from '../support/a-run.ts';
import {
  call,
  emptyCluster,
  openContexts,
  readIndex,
  seedIndex,
  sharedServer,
  type SeedDocument,
  type SeedOptions,
} from '../support/elasticsearch.ts';
import { readBackupFile } from '../support/read-backup-file.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import { folderSource, refOfFile } from '../../lib/contract/backup-ref.ts';

let url: string;
let cluster: Cluster;
let folder: string;
beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-'));
  await emptyCluster(url);
});
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
  await rm(folder, { recursive: true, force: true });
});

async function backUp(index: string) {
  const result = await runBackup(
    placeOf(cluster),
    {
      kind: 'backup',
      plan: await planBackup(placeOf(cluster), { indices: [index], source: folderSource(folder) }, aRun()),
    },
    aRun(),
  );
  return result.backups[0]!;
}

async function restore(file: string, wish: Partial<RestoreRequest> = {}) {
  const run = aRun({ directory: join(folder, 'run') });
  return runRestore(
    placeOf(cluster),
    { kind: 'restore', plan: await planRestore(placeOf(cluster), { backup: refOfFile(file), ...wish }, run) },
    run,
  );
}

/** What the server's line breaks between tokens become in a backup. */
const onOneLine = (source: string) => source.replaceAll(/[\r\n]/g, ' ');

/** Back up, restore beside it, and compare both indices and the file with each other, read by something else than the product. */
async function roundTrip(index: string, options: SeedOptions, also: () => Promise<void> = () => Promise.resolve()) {
  await seedIndex(url, index, options);
  await also();
  const backup = await backUp(index);
  const restored = await restore(fileOfBackup(backup));
  expect(restored).toMatchObject({ status: 'done', check: { verdict: 'equal' }, rejected: 0 });
  const [before, file, after] = [
    await readIndex(url, index),
    await readBackupFile(fileOfBackup(backup)),
    await readIndex(url, restored.index),
  ];
  expect(after.size).toBe(before.size);
  expect(file.documents.size).toBe(before.size);
  for (const [id, document] of before) {
    expect(after.get(id)).toEqual({ ...document, source: onOneLine(document.source) });
    expect(file.documents.get(id)?.source).toBe(onOneLine(document.source));
    expect(file.documents.get(id)?.action['_routing'] ?? null).toBe(document.routing);
  }
  return { backup, restored, before };
}

const deep = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
const AWKWARD_SOURCES: [string, string][] = [
  [
    'numbers',
    '{"long":9007199254740993,"unsigned":18446744073709551615,"thirty":123456789012345678901234567890,"one":1.0,"exp":1e5,"zero":-0,"small":1E-400}',
  ],
  [
    'escapes',
    '{"slash":"\\/","unicode":"\\u0041\\u00e9","nul":"\\u0000","lone":"\\ud800 \\udfff","pair":"\\ud83d\\udc1f","quote":"\\"_source\\":{"}',
  ],
  [
    'strange keys',
    '{"__proto__":{"polluted":true},"":"empty key","constructor":1,"a.b":{"c.d":1},"_source":{"_id":"no"},"hits":[{"_id":"x"}],"sort":[1]}',
  ],
  ['deep', deep(900)],
  ['separators', '{"text":"line\u2028separator\u2029and\u0085next\u007f"}'],
  ['empty', '{}'],
  ['spaces', '{ "a" : [ ] , "b" : { } }'],
];
/** Indexed by itself: a bulk takes no line breaks. */
const PRETTY = '{\n  "a" : 1,\r\n\t"b": [\n 1,\n 2 ]\n}';
const AWKWARD_IDS = [
  '/vat-rates',
  'with "quotes"',
  'with spaces ',
  '%2F',
  'a%2Fb?c=d&e#f',
  '"_source":{',
  '\\',
  '\u2028\u2029',
  'é🐟北京',
  '{}',
  '..',
  'x'.repeat(512),
  '__proto__',
  'constructor',
  "'",
  '<script>',
  '\u0001',
  '0',
  '-1',
];

describe('a round trip', () => {
  it('of everything awkward loses and changes nothing', async () => {
    const documents: SeedDocument[] = [
      ...AWKWARD_SOURCES.map(([id, source]) => ({ id, source })),
      ...AWKWARD_IDS.map((id, n) => ({ id, source: { n } })),
      ...AWKWARD_IDS.slice(0, 8).map((id, n) => ({ id: `routed ${n}`, routing: id, source: { n } })),
    ];
    const pretty = async () => {
      const answer = await fetch(`${url}/awkward/_doc/pretty?refresh=true`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: PRETTY,
      });
      expect(answer.status).toBe(201);
    };
    const { before } = await roundTrip(
      'awkward',
      { settings: { number_of_shards: 3 }, mappings: { enabled: false }, documents },
      pretty,
    );
    expect(before.get('pretty')?.source).toBe(PRETTY);
    expect(before.size).toBe(documents.length + 1);
  });

  it('of documents that came with comments is of what they say, and every line is JSON', async () => {
    const put = async (id: string, body: string) => {
      const answer = await fetch(`${url}/commented/_doc/${id}?refresh=true`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body,
      });
      expect(answer.status).toBe(201);
    };
    await seedIndex(url, 'commented', { documents: [{ id: 'plain', source: '{"a":"/* no comment */ // nor this"}' }] });
    const comment = '/* say "hi, }] */';
    await put('block', `{ ${comment} "a": 1.0 }`);
    await put('line', '{ "a": "x", // it"s {\r\n "b": [1,//\n2] }');
    const file = fileOfBackup(await backUp('commented'));
    const { documents } = await readBackupFile(file);
    expect(documents.get('plain')?.source).toBe('{"a":"/* no comment */ // nor this"}');
    expect(documents.get('block')?.source).toBe(`{ ${' '.repeat(comment.length)} "a": 1.0 }`);
    expect(JSON.parse(documents.get('line')?.source ?? '')).toEqual({ a: 'x', b: [1, 2] });
    expect(await restore(file)).toMatchObject({ status: 'done', check: { verdict: 'equal' } });
    expect(await restore(file, { into: 'commented', onConflict: 'create', switchAlias: false })).toMatchObject({
      status: 'done',
      existing: 3,
      check: { verdict: 'equal' },
    });
  });

  it('keeps versions, so that a newer document is known from an older one', async () => {
    const documents = [1, 7, 4611686018].map((version) => ({ id: `v${version}`, source: '{"a":1}', version }));
    await call(url, 'PUT', '/versions', { settings: { number_of_replicas: 0 } });
    await call(
      url,
      'POST',
      '/versions/_bulk?refresh=true',
      documents
        .map(
          ({ id, source, version }) =>
            `${JSON.stringify({ index: { _id: id, version, version_type: 'external' } })}\n${source}\n`,
        )
        .join(''),
    );
    const restored = await restore(fileOfBackup(await backUp('versions')));
    expect(
      Object.fromEntries([...(await readIndex(url, restored.index))].map(([id, { version }]) => [id, version])),
    ).toEqual({ v1: 1, v7: 7, v4611686018: 4611686018 });
  });

  it('keeps nested documents, routing, dynamic templates, _meta and analysis', async () => {
    const mappings = {
      _meta: { owner: 'search', limit: 3 },
      dynamic_templates: [{ text: { match_mapping_type: 'string', mapping: { type: 'keyword', ignore_above: 64 } } }],
      properties: {
        title: { type: 'text', analyzer: 'plain' },
        parts: { type: 'nested', properties: { slug: { type: 'keyword' } } },
        'with.dot': { type: 'object', enabled: false },
      },
    };
    const analysis = {
      analyzer: { plain: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'words'] } },
      filter: { words: { type: 'stop', stopwords: ['the', 'of'] } },
    };
    const { restored } = await roundTrip('structured', {
      settings: { number_of_shards: 2, analysis, 'index.refresh_interval': '17s' },
      mappings,
      documents: [
        { id: 'parent', source: { title: 'The state of things', parts: [{ slug: 'a' }, { slug: 'b' }] } },
        { id: 'child', routing: 'parent', source: { title: 'a part' } },
        { id: 'new field', source: { surprise: 'text' } },
      ],
    });
    type Definition = Record<string, { mappings: unknown; settings: Record<string, unknown> }>;
    const [was, is] = await Promise.all(
      ['structured', restored.index].map(
        async (index) => (await call<Definition>(url, 'GET', `/${index}?flat_settings=true`))[index]!,
      ),
    );
    expect(is!.mappings).toEqual(was!.mappings);
    const own = ({ settings }: { settings: Record<string, unknown> }) =>
      Object.fromEntries(
        Object.entries(settings).filter(([name]) => !/uuid|creation_date|provided_name|version\./.test(name)),
      );
    expect(own(is!)).toEqual(own(was!));
  });

  it('keeps a number in _meta that JavaScript can’t hold', async () => {
    await call(url, 'PUT', '/large-meta', '');
    await fetch(`${url}/large-meta/_mapping`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: '{"_meta":{"build":9007199254740993,"ratio":1.0}}',
    });
    const restored = await restore(fileOfBackup(await backUp('large-meta')));
    expect(await (await fetch(`${url}/${restored.index}/_mapping`)).text()).toContain('"build":9007199254740993');
  });

  it.each([0, 1])('of %i documents', async (count) => {
    await roundTrip(`count-${count}`, {
      documents: Array.from({ length: count }, (_, n) => ({ id: String(n), source: { n } })),
    });
  });

  it('of 20,000 documents in several slices, and nothing is left open on the server', async () => {
    await roundTrip('many', {
      settings: { number_of_shards: 3 },
      documents: Array.from({ length: 20_000 }, (_, n) => ({
        id: `/n/${n}`,
        source: `{"n":${n},"text":"document number ${n}"}`,
      })),
    });
    expect(await openContexts(url)).toBe(0);
  }, 180_000);

  it('of a 20 MB document between small ones', async () => {
    const large = `{"text":"${'0123456789'.repeat(2_000_000)}"}`;
    await roundTrip('large', {
      mappings: { enabled: false },
      documents: [
        ...Array.from({ length: 50 }, (_, n) => ({ id: `small ${n}`, source: { n } })),
        { id: 'large', source: large },
        { id: 'after', source: '{}' },
      ],
    });
  }, 180_000);
});
