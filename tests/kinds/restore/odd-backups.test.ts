import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ZipWriter } from '../../../lib/archive/write-zip.ts';
import { sampleDocuments } from '../../../lib/backups/sample-documents.ts';
import type { BackupSource } from '../../../lib/backups/source.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { folderSource, refOfFile } from '../../../lib/contract/backup-ref.ts';
import { readDefinition } from '../../../lib/elasticsearch/read/read-definition.ts';
import { toFailure } from '../../../lib/errors.ts';
import { planBackup } from '../../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../../lib/kinds/backup/run.ts';
import { planRestore } from '../../../lib/kinds/restore/plan.ts';
import { runRestore } from '../../../lib/kinds/restore/run.ts';
import { filesOf } from '../../../lib/files/files.ts';
import { inThread } from '../../../lib/thread/run-in-thread.ts';
import { testSources } from '../../support/sources.ts';
import { aRun } from '../../support/a-run.ts';
import { emptyCluster, seedIndex, sharedServer } from '../../support/elasticsearch.ts';
import { deepNesting, zipWith } from '../../support/hostile-zips.ts';
import { placeOf } from '../../support/test-place.ts';

/** Values of an unexpected type, as JSON text, since JavaScript can't represent some of them. */
const ODD: readonly string[] = [
  'null',
  '[]',
  '{}',
  '""',
  '"x"',
  '"\\ud800"',
  '7',
  '-0',
  '1e999',
  '-1e999',
  '123456789012345678901234567890',
  'true',
  '[null]',
  '[[]]',
  '[{}]',
  '{"__proto__":{"type":"string"}}',
  '{"constructor":{"prototype":1}}',
  '{"toString":7,"valueOf":null,"hasOwnProperty":[]}',
  '{"type":7}',
  '{"type":["a"]}',
  '{"properties":7}',
  '{"properties":null}',
  '{"properties":{"a":null}}',
  '{"properties":{"a":[1]}}',
  '{"0":1,"1":2}',
  '{"":""}',
  '{"rawJSON":"1"}',
];

/** The definition of an old index; each `?` is replaced by an odd value, one at a time. */
const DEFINITION = `{
  "settings": {"index": {"number_of_shards": ?, "number_of_replicas": ?, "refresh_interval": ?, "auto_expand_replicas": ?,
    "number_of_routing_shards": ?, "routing_partition_size": ?, "codec": ?, "blocks": ?, "store": ?, "uuid": ?, "max_ngram_diff": ?,
    "similarity": {"s": {"type": ?}}, "write": {"wait_for_active_shards": ?},
    "analysis": {"filter": {"f": {"type": ?, "min_gram": ?, "max_gram": ?}, "g": ?}, "tokenizer": ?,
      "analyzer": {"a": {"type": ?, "filter": ?, "tokenizer": ?, "filter.0": ?}}}}},
  "mappings": {"doc": {
    "_all": ?, "_source": ?, "_routing": ?, "_meta": ?, "_field_names": ?, "dynamic": ?, "date_formats": ?, "dynamic_date_formats": ?,
    "runtime": ?, "derived": ?, "dynamic_templates": ?, "index_analyzer": ?,
    "properties": {
      "a": ?,
      "b": {"type": ?, "index": ?, "norms": ?, "fielddata": ?, "format": ?, "fields": ?, "analyzer": ?, "store": ?, "similarity": ?},
      "c": {"type": "multi_field", "fields": ?, "path": ?},
      "d": {"type": "string", "index": ?, "norms": ?, "fielddata": ?, "doc_values": ?, "index_analyzer": ?, "omit_norms": ?, "store_term_vector": ?},
      "e": {"type": "completion", "context": ?, "contexts": ?},
      "f": {"properties": ?, "dynamic": ?},
      "g": {"type": "string", "fields": {"h": ?, "i": {"type": "string", "copy_to": ?}}}
    }}}
}`;
const HOLES = DEFINITION.split('?').length - 1;

function withHole(hole: number, value: string): string {
  let at = 0;
  return DEFINITION.replace(/\?/g, () => (at++ === hole ? value : at % 3 === 0 ? '{}' : '"x"'));
}

const WHOLE: readonly string[] = [
  ...ODD,
  '',
  'x',
  '{"settings":7}',
  '{"mappings":[]}',
  '{"mappings":null}',
  '{"settings":null,"mappings":null}',
  '{"settings":{"a":1},"settings":[]}',
  '{"\\u0073ettings":{}}',
  '\ufeff{"settings":{}}',
  ' \n{"settings":{}}',
  '{"settings":{}}x',
  '{/**/"settings":{}}',
  deepNesting(10_000),
  deepNesting(600),
  nested(5_000),
  nested(250),
  nested(80),
  `{"settings":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_001)}`,
  `{"settings":{${'"k":1,'.repeat(20_000)}"k":1}}`,
  `{"settings":{${Array.from({ length: 11_000 }, (_, at) => `"k${at}":1`).join(',')}}}`,
  `{"mappings":{${Array.from({ length: 3_000 }, (_, at) => `"type${at}":{"properties":{}}`).join(',')}}}`,
  `{"settings":{"${'k'.repeat(100_000)}":1}}`,
];

function nested(levels: number): string {
  return `{"mappings":{"doc":${'{"properties":{"a":'.repeat(levels)}{"type":"string"}${'}}'.repeat(levels)}}}`;
}

let url: string;
let cluster: Cluster;
let folder: string;
let source: BackupSource;
let live: Buffer;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, 'live', { documents: [{ id: '1', source: { a: 1 } }] });
  cluster = connect({ url });
  live = await readDefinition(cluster, 'live');
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-odd-'));
  source = testSources({ trusted: false }).of(folderSource(folder));
});
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
  await rm(folder, { recursive: true });
});

/** Everything that reads a backup; `PLANNERS` read its definition. */
const READERS: readonly ((id: string) => Promise<unknown>)[] = [
  async () => {
    const { condition } = (await source.list()).backups[0]!;
    if (condition.state !== 'whole') expectSentence(condition.problem, 'the list');
  },
  (id) => source.verify(id, aRun()),
  (id) => sampleDocuments(source, id, { count: 5, maxLineBytes: 100 }),
];
const PLANNERS: readonly ((id: string) => Promise<unknown>)[] = [
  (id) => source.describe(id),
  async (id) => inThread('compareDefinitions', { backup: await source.definition(id), live }),
  (id) => planRestore(placeOf(cluster), { backup: refOfFile(join(folder, id)) }, aRun()),
  (id) =>
    planRestore(
      placeOf(cluster),
      {
        backup: refOfFile(join(folder, id)),
        settings: { a: { b: 1 } },
        mappings: { properties: { z: { type: 'long' } } },
      },
      aRun(),
    ),
];

/** Uses a backup in every way, and returns the outcomes. Fails where an error is a defect, or no sentence. */
async function useAll(zip: Buffer, what: string, readers = [...READERS, ...PLANNERS]): Promise<string[]> {
  const id = 'odd.zip';
  await writeFile(join(folder, id), zip);
  return (await Promise.allSettled(readers.map((read) => read(id)))).map((outcome) => {
    if (outcome.status === 'fulfilled') return 'done';
    const { code, message } = toFailure(outcome.reason);
    if (code === 'defect') throw new Error(`${what}: ${message}`, { cause: outcome.reason });
    expectSentence(message, what);
    return code;
  });
}

const expectSentence = (sentence: string, what: string): void => {
  expect(`${what}: ${sentence}`).not.toMatch(
    /is not (?:a function|iterable)|Cannot read|Cannot convert|call stack|URI malformed|undefined|\[object|Invalid (?:array|string) length/,
  );
  expect(sentence.length).toBeLessThan(5_000);
};

describe('a backup with an odd definition', () => {
  test.each(WHOLE.map((text) => [text.length > 60 ? `${text.slice(0, 60)}…` : text, text] as const))(
    'is described correctly, never as a defect: %s',
    async (name, text) => {
      await useAll(zipWith({ 'index.json': text }), name);
    },
  );

  test('is described correctly with any odd value in any place', async () => {
    const seen = new Set<string>();
    for (let hole = 0; hole < HOLES; hole++)
      for (const value of ODD)
        for (const code of await useAll(
          zipWith({ 'index.json': withHole(hole, value) }),
          `${value} in hole ${hole}`,
          PLANNERS.slice(1, 3),
        ))
          seen.add(code);
    expect(seen).toContain('done');
  }, 600_000);

  test('is refused with the server’s reason where the server does not accept it', async () => {
    for (const text of [
      '{"mappings":{"doc":{"properties":{"a":{"type":7}}}}}',
      '{"settings":{"number_of_shards":"x"}}',
    ]) {
      const file = join(folder, 'odd.zip');
      await writeFile(file, zipWith({ 'index.json': text }));
      const plan = await planRestore(placeOf(cluster), { backup: refOfFile(file), switchAlias: false }, aRun());
      const failure = await runRestore(placeOf(cluster), { kind: 'restore', plan }, aRun()).catch(toFailure);
      expect(failure).toMatchObject({ code: 'refused' });
    }
  });
});

describe('a backup with another odd entry', () => {
  test.each([
    ...ODD,
    '',
    'x',
    '{"num_objects":"1"}',
    '{"num_objects":1.5}',
    '{"num_objects":-1}',
    '{"num_objects":1e999}',
    `{"num_objects":1,"x":"${'x'.repeat(2_000)}"}`,
  ])('num_objects.json: %s', async (text) => {
    expect(await useAll(zipWith({ 'num_objects.json': text }), text)).toContain('backup_damaged');
  });

  const ACTIONS = [
    ...ODD,
    ...[
      '{"index":7}',
      '{"index":[]}',
      '{"index":{"_id":{}}}',
      '{"index":{"_id":"\\ud800"}}',
      '{"index":{"_id":"1","_type":[]}}',
    ],
    ...[
      '{"index":{"_id":"1","_version":1e999}}',
      '{"index":{"_id":"1","_type":"\\ud800"}}',
      '{"index":{"_id":"1","__proto__":{}}}',
    ],
  ];
  test.each(ACTIONS)('an action: %s', async (text) => {
    await useAll(zipWith({ objects: `${text}\n{"a":1}\n` }), text);
  });
  test.each([...ODD, `{"a":${'['.repeat(1_000_000)}${']'.repeat(1_000_000)}}`])('a document: %.60s', async (text) => {
    await useAll(zipWith({ objects: `{"index":{"_id":"1"}}\n${text}\n` }), text.slice(0, 60));
  });
});

/** In a file with correct checksums, as Restore Desk writes it. */
test('a manifest with a wrong value in any field is refused, or does no harm', async () => {
  const { manifest, objects } = await writtenBackup();
  const seen = new Set<string>();
  for (const path of fieldsOf(manifest))
    for (const value of [...ODD, '"*"', '"a,b"', '"../x"', '"2018-01-01"', '0.5', `"${'x'.repeat(20_000)}"`]) {
      const entries = { objects, 'manifest.json': manifestWith(manifest, path, value) };
      for (const code of await useAll(await sealedZip(entries), `${path.join('.')}: ${value.slice(0, 60)}`))
        seen.add(code);
    }
  expect([...seen]).toEqual(expect.arrayContaining(['done', 'backup_damaged']));
}, 600_000);

async function writtenBackup(): Promise<{ manifest: object; objects: string }> {
  const place = placeOf(cluster);
  const plan = await planBackup(place, { indices: ['live'], source: folderSource(folder) }, aRun());
  const { backups } = await runBackup(place, { kind: 'backup', plan }, aRun());
  const backup = await source.open(backups[0]!.backup.id);
  let objects = '';
  for await (const { bytes, end } of backup.pairs()) objects += bytes.toString('utf8', 0, end);
  await backup.close();
  await source.delete(backups[0]!.backup.id, backup.fileBytes);
  return {
    manifest: {
      ...backup.manifest!,
      aliases: [{ alias: 'a', filter: { term: { b: 1 } }, indexRouting: 'r' }],
      warnings: ['w'],
    },
    objects,
  };
}

async function sealedZip(entries: Record<string, string>): Promise<Buffer> {
  const file = join(folder, 'sealed');
  const handle = await filesOf(folder).create('sealed');
  const target = {
    write: (buffer: Buffer, position: number) => handle.write(buffer, position),
    flush: () => handle.datasync(),
    finish: () => handle.sync(),
  };
  const zip = new ZipWriter(target, new Date());
  const all = { 'index.json': '{"settings":{},"mappings":{}}', 'num_objects.json': '{"num_objects":1}', ...entries };
  for (const [name, content] of Object.entries(all)) await zip.add(name, Buffer.from(content));
  await zip.finish();
  handle.close();
  const bytes = await readFile(file);
  await rm(file);
  return bytes;
}

function fieldsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path];
  const inside = Object.entries(value).flatMap(([key, inner]) => fieldsOf(inner, [...path, key]));
  return path.length === 0 ? inside : [path, ...inside];
}

function manifestWith(manifest: object, path: readonly string[], text: string): string {
  const copy = structuredClone(manifest) as Record<string, unknown>;
  const holder = path.slice(0, -1).reduce((inner, key) => inner[key] as Record<string, unknown>, copy);
  holder[path.at(-1)!] = '?here?';
  return JSON.stringify(copy).replace('"?here?"', () => text);
}
