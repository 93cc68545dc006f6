import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Progress } from '../../../lib/contract/progress.ts';
import { restorePlan, restoreResult, type RestoreWork } from '../../../lib/kinds/restore/schema.ts';
import { JobRunner } from '../../../lib/jobs/runner.ts';
import { runs } from '../../../lib/kinds/runs.ts';
import { parseArguments } from '../../../lib/cli/parse-arguments.ts';
import { VERBS } from '../../../lib/cli/verbs.ts';
import { restoreRequestOf } from '../../../lib/pages/restore-request.ts';
import { restoreChoices } from '../../../lib/kinds/restore/review.ts';
import { listIndices } from '../../../lib/elasticsearch/admin/list-indices.ts';
import { aRun } from '../../support/a-run.ts';
import { aliasesOf, call, openContexts, readIndex } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { createZip } from '../../support/zip-of.ts';
import { GEM, LIVE, refusalsOf, seedLive } from './builders.ts';

const server = setUpServer();
const indexNames = async () => (await listIndices(server.cluster)).indices.map(({ name }) => name);

test('a restore fills a new index, compares it, and moves the alias with its filter, routing and write flag', async () => {
  await seedLive(server, 300, {
    aliases: {
      government: { filter: { term: { n: 1 } }, index_routing: 'a', search_routing: 'a', is_write_index: true },
    },
    documents: Array.from({ length: 300 }, (_, n) => ({ id: String(n), source: { n } })),
  });
  const planned = await server.planRestore(await server.backUp(LIVE));
  expect(restorePlan.parse(planned)).toBeTruthy();
  const result = await server.runRestore(planned);
  expect(restoreResult.parse(result)).toMatchObject({
    status: 'done',
    indexed: 300,
    existing: 0,
    newer: 0,
    rejected: 0,
    switched: true,
    check: { verdict: 'equal' },
  });
  expect(result.index).toBe(planned.target.index);
  expect(result.index).toMatch(/^government-\d{4}-\d{2}-\d{2}t\d{2}-\d{2}-\d{2}z-[0-9a-f][-0-9a-f]*$/);
  expect(await aliasesOf(server.url)).toEqual({ government: [result.index] });
  const carried = await call<Record<string, { aliases: Record<string, unknown> }>>(
    server.url,
    'GET',
    `/${result.index}/_alias`,
  );
  expect(carried[result.index]!.aliases).toEqual({
    government: { filter: { term: { n: 1 } }, index_routing: 'a', search_routing: 'a', is_write_index: true },
  });
  expect((await call<{ count: number }>(server.url, 'GET', `/${LIVE}/_count`)).count).toBe(300);
  expect(await openContexts(server.url)).toBe(0);
});

test('a file of es_dump_restore is converted and loaded, and its alias is the name of the file', async () => {
  const result = await server.restore(GEM);
  expect(result).toMatchObject({
    status: 'done',
    alias: 'government',
    indexed: 400,
    switched: true,
    check: { verdict: 'equal' },
  });
  expect((await readIndex(server.url, result.index)).size).toBe(400);
});

test('an incomplete backup is refused before anything is created; if allowed, its restore is partial', async () => {
  const planned = await server.planRestore('tests/fixtures/partial-dump.zip');
  expect(refusalsOf(planned)).toContain('incomplete');
  expect(planned.checks.find(({ id }) => id === 'incomplete')?.detail).toMatch(/120 of 5,000 .*4,880/);
  expect((await failureOf(server.runRestore(planned))).code).toBe('refused');
  expect(await indexNames()).toEqual([]);
  const partial = await server.restore('tests/fixtures/partial-dump.zip', {
    allowIncomplete: true,
    switchAlias: false,
  });
  expect(partial).toMatchObject({
    status: 'partial',
    documents: 120,
    promised: 5_000,
    indexed: 120,
    switched: false,
  });
});

test('a restore takes another alias, other settings and mappings, and fewer shards', async () => {
  await seedLive(server, 10, { settings: { number_of_shards: 3, 'index.refresh_interval': '7s' } });
  const result = await server.restore(await server.backUp(LIVE), {
    alias: 'elsewhere',
    shards: 1,
    settings: { refresh_interval: '9s' },
    mappings: { properties: { added: { type: 'keyword' } } },
  });
  expect(Object.keys(await aliasesOf(server.url)).sort()).toEqual(['elsewhere', 'government']);
  const made = (
    await call<Record<string, { settings: Record<string, string>; mappings: { properties: Record<string, unknown> } }>>(
      server.url,
      'GET',
      `/${result.index}?flat_settings=true`,
    )
  )[result.index]!;
  expect(made.settings).toMatchObject({ 'index.number_of_shards': '1', 'index.refresh_interval': '9s' });
  expect(made.mappings.properties['added']).toEqual({ type: 'keyword' });
});

test('a restore reports what an index template changed, and removes the alias that it added', async () => {
  await seedLive(server, 3);
  const file = await server.backUp(LIVE);
  const template = {
    aliases: { attached: {} },
    settings: { 'index.final_pipeline': 'missing', 'index.max_result_window': 12_000 },
    mappings: { dynamic: 'strict', properties: { extra: { type: 'keyword' } } },
  };
  await call(server.url, 'PUT', '/_index_template/restored', { index_patterns: ['into'], template });
  try {
    const { warnings, check } = await server.restore(file, { into: 'into', switchAlias: false });
    expect(check.verdict).toBe('equal');
    expect(warnings).toEqual([
      'An index template attached attached to the new index; removed.',
      'The setting index.max_result_window came from an index template: 12000.',
      'An index template added to the mapping: dynamic: strict, extra.',
    ]);
    expect(await aliasesOf(server.url)).toEqual({ government: [LIVE] });
  } finally {
    await call(server.url, 'DELETE', '/_index_template/restored');
  }
});

test('a document that no server accepts is counted as rejected, and the others of its bulk are loaded', async () => {
  const pairs = (ids: readonly string[]) =>
    ids.map((id) => `{"index":{"_id":${JSON.stringify(id)}}}\n{"n":1}\n`).join('');
  const file = join(server.directory, 'long.zip');
  const write = (ids: readonly string[]) =>
    writeFile(
      file,
      createZip([
        { name: 'index.json', content: '{"settings":{},"mappings":{}}' },
        { name: 'num_objects.json', content: `{"num_objects":${ids.length}}` },
        { name: 'objects', content: pairs(ids) },
      ]),
    );
  await write(['a', 'x'.repeat(513), 'b', 'c']);
  const result = await server.restore(file, { replicas: 0 });
  expect(result).toMatchObject({
    status: 'partial',
    indexed: 3,
    rejected: 1,
    check: {
      verdict: 'partial',
      sentence: '3 documents are equal to the backup’s; the other 1 is not in the index.',
    },
  });
  expect(await readFile(result.rejectedFile!, 'utf8')).toContain('must be no longer than 512 bytes');
  await write(['a']);
  expect((await server.restore(file, { replicas: 0, into: 'one' })).check.sentence).toBe(
    'The one document is equal to the backup’s, by count and by content.',
  );
  expect((await server.restore(file, { into: 'one' })).check.sentence).toBe(
    'The one document of the backup was looked up and is in the index byte for byte, and no others are.',
  );
  await write([]);
  expect((await server.restore(file, { replicas: 0 })).check.sentence).toBe('The index is empty, as the backup is.');
});

test('a restore stops when its index is deleted, and its bulks do not create it again', async () => {
  await seedLive(server, 3000);
  const planned = await server.planRestore(await server.backUp(LIVE));
  let deleted: Promise<unknown> | null = null;
  const run = aRun({
    directory: join(server.directory, 'run'),
    report: ({ phase, done }: Progress) =>
      void (phase === 'load' && done > 0 && (deleted ??= call(server.url, 'DELETE', `/${planned.target.index}`))),
  });
  const failure = await failureOf(server.runRestore(planned, run, { bulkBytes: 10_000, parallelBulks: 1 }));
  await deleted;
  expect(failure.code).toBe('index_changed');
  expect(await indexNames()).toEqual([LIVE]);
  expect(await aliasesOf(server.url)).toEqual({ government: [LIVE] });
});

test('a restore names the setting that the cluster refuses, and leaves no index', async () => {
  const planned = await server.planRestore(GEM, { settings: { 'index.no_such_setting': '1' } });
  const failure = await failureOf(server.runRestore(planned));
  expect(failure).toMatchObject({
    code: 'refused',
    hint: 'Remove it from the settings that you gave.',
    details: { setting: 'index.no_such_setting' },
  });
  expect(await indexNames()).toEqual([]);
});

test('a restore refuses a file that was replaced since the plan, before it creates anything', async () => {
  await seedLive(server, 10);
  const file = await server.backUp(LIVE);
  const planned = await server.planRestore(file);
  await writeFile(file, await readFile(GEM));
  expect((await failureOf(server.runRestore(planned))).code).toBe('plan_changed');
  expect(await indexNames()).toEqual([LIVE]);
});

test('a restore keeps numbers that JavaScript can’t represent, in the mapping and in overrides', async () => {
  const [held, typed] = [
    '{"build":9007199254740993,"one":1.0,"thirty":123456789012345678901234567890}',
    '{"_meta":{"typed":{"build":9007199254740995,"one":2.0}}}',
  ];
  await seedLive(server, 3);
  const put = await fetch(`${server.url}/${LIVE}/_mapping`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: `{"_meta":${held},"properties":{"price":{"type":"long","null_value":9007199254740993}}}`,
  });
  expect(await put.text()).toContain('"acknowledged":true');
  const file = await server.backUp(LIVE);
  const ofPage = restoreRequestOf(restoreChoices.parse({ mappings: typed, settings: '{"max_result_window":20000.0}' }));
  expect(
    JSON.stringify(parseArguments(VERBS.restore, ['http://a', 'b.zip', '--mappings', typed]).json('mappings')),
  ).toBe(typed);
  const runner = new JobRunner({
    dataDirectory: join(server.directory, 'data'),
    parallelJobs: 1,
    runs,
    place: () => server.place,
  });
  try {
    const planned = await server.planRestore(file, { ...ofPage, settings: undefined });
    const work: RestoreWork = { kind: 'restore', plan: planned };
    const { id } = runner.start({
      cluster: 'production',
      actor: { name: 'ann', role: 'operator', address: null },
      work,
    });
    await expect.poll(() => runner.get(id)?.status).toBe('succeeded');
    const mapping = await (await fetch(`${server.url}/${planned.target.index}/_mapping`)).text();
    expect(mapping).toContain(held.slice(1, -1));
    expect(mapping).toContain('"null_value":9007199254740993');
    expect(mapping).toContain('"typed":{"build":9007199254740995,"one":2.0}');
    expect(
      (await server.planRestore(file, { ...ofPage, into: 'other' })).settings.create['index.max_result_window'],
    ).toBe('20000.0');
  } finally {
    await runner.stop();
  }
});
