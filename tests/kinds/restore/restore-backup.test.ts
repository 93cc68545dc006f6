import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Progress } from '../../../lib/contract/progress.ts';
import { restorePlan } from '../../../lib/kinds/restore/schema.ts';
import { restoreResult, type RestoreWork } from '../../../lib/kinds/restore/schema.ts';
import { JobRunner } from '../../../lib/jobs/runner.ts';
import { runs } from '../../../lib/kinds/runs.ts';
import { parseArguments } from '../../../lib/cli/parse-arguments.ts';
import { VERBS } from '../../../lib/cli/verbs.ts';
import { restoreRequestOf } from '../../../lib/pages/restore-request.ts';
import { restoreChoices } from '../../../lib/kinds/restore/review.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { listIndices } from '../../../lib/elasticsearch/admin/list-indices.ts';
import { planBackup } from '../../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../../lib/kinds/backup/run.ts';
import { planRestore } from '../../../lib/kinds/restore/plan.ts';
import { runRetryRejected } from '../../../lib/kinds/retry-rejected/run.ts';
import { runRestore } from '../../../lib/kinds/restore/run.ts';
import type { RestoreCheckpoint } from '../../../lib/loading/checkpoint.ts';
import type { RestoreRequest } from '../../../lib/kinds/restore/request.ts';
import { checkDocuments } from '../../../lib/proving/check-documents.ts';
import { openBackup } from '../../../lib/archive/read-backup.ts';
import { aRun } from '../../support/a-run.ts';
import { startFaultyProxy } from '../../support/faulty-proxy.ts';
import {
  aliasesOf,
  call,
  emptyCluster,
  openContexts,
  readIndex,
  seedIndex,
  sharedServer,
} from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { createZip } from '../../support/zip-of.ts';
import { fileOfBackup, placeOf } from '../../support/test-place.ts';
import { folderSource, refOfFile } from '../../../lib/contract/backup-ref.ts';

const GEM = 'tests/fixtures/government.zip';
const LIVE = 'government-2018-01-08t03-00-00z-aaaa';
let url: string;
let cluster: Cluster;
let folder: string;
beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-'));
  await emptyCluster(url);
});
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
  await rm(folder, { recursive: true, force: true });
});

const live = (count: number, more: object = {}) =>
  seedIndex(url, LIVE, {
    aliases: { government: {} },
    documents: Array.from({ length: count }, (_, n) => ({
      id: `/page/${n}`,
      source: `{"n":${n},"big":${9007199254740993n + BigInt(n)}}`,
    })),
    ...more,
  });
const backUp = async (index: string) =>
  (
    await runBackup(
      placeOf(cluster),
      {
        kind: 'backup',
        plan: await planBackup(placeOf(cluster), { indices: [index], source: folderSource(folder) }, aRun()),
      },
      aRun(),
    )
  ).backups[0]!;
const plan = (file: string, wish: Partial<RestoreRequest> = {}) =>
  planRestore(placeOf(cluster), { backup: refOfFile(file), ...wish }, aRun());
const restore = async (file: string, wish: Partial<RestoreRequest> = {}) =>
  runRestore(
    placeOf(cluster),
    { kind: 'restore', plan: await plan(file, wish) },
    aRun({ directory: join(folder, 'run') }),
  );
const refusals = ({ checks }: { checks: { level: string; id: string }[] }) =>
  checks.filter(({ level }) => level === 'refuse').map(({ id }) => id);
const names = async () => (await listIndices(cluster)).indices.map(({ name }) => name);

describe('restoring a backup', () => {
  it('goes into a new index, is compared, and moves the alias with all it carries; the old index stays open', async () => {
    await live(300, {
      aliases: {
        government: { filter: { term: { n: 1 } }, index_routing: 'a', search_routing: 'a', is_write_index: true },
      },
      documents: Array.from({ length: 300 }, (_, n) => ({ id: String(n), source: { n } })),
    });
    const backup = await backUp(LIVE);
    const planned = await plan(fileOfBackup(backup));
    expect(restorePlan.parse(planned)).toBeTruthy();
    const result = await runRestore(
      placeOf(cluster),
      { kind: 'restore', plan: planned },
      aRun({ directory: join(folder, 'run') }),
    );
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
    expect(await aliasesOf(url)).toEqual({ government: [result.index] });
    const carried = await call<Record<string, { aliases: Record<string, unknown> }>>(
      url,
      'GET',
      `/${result.index}/_alias`,
    );
    expect(carried[result.index]!.aliases).toEqual({
      government: { filter: { term: { n: 1 } }, index_routing: 'a', search_routing: 'a', is_write_index: true },
    });
    expect((await call<{ count: number }>(url, 'GET', `/${LIVE}/_count`)).count).toBe(300);
    expect(await openContexts(url)).toBe(0);
  });

  it('of the old gem’s file is converted, loaded and equal, and its alias is the file’s name', async () => {
    const result = await restore(GEM);
    expect(result).toMatchObject({
      status: 'done',
      alias: 'government',
      indexed: 400,
      switched: true,
      check: { verdict: 'equal' },
    });
    expect((await readIndex(url, result.index)).size).toBe(400);
  });

  it('of an incomplete file is refused with the numbers, and nothing is made; asked for, it is a partial one', async () => {
    const planned = await plan('tests/fixtures/partial-dump.zip');
    expect(refusals(planned)).toContain('incomplete');
    expect(planned.checks.find(({ id }) => id === 'incomplete')?.detail).toMatch(/5,000 .*120.*4,880/);
    expect(
      (await failureOf(runRestore(placeOf(cluster), { kind: 'restore', plan: planned }, aRun({ directory: folder }))))
        .code,
    ).toBe('refused');
    expect(await names()).toEqual([]);
    const partial = await restore('tests/fixtures/partial-dump.zip', { allowIncomplete: true, switchAlias: false });
    expect(partial).toMatchObject({
      status: 'partial',
      documents: 120,
      promised: 5_000,
      indexed: 120,
      switched: false,
    });
  });

  it('much smaller than what is live is warned about; where it is added to what is there, or moves no alias, there is nothing to lose', async () => {
    await live(10);
    const small = fileOfBackup(await backUp(LIVE));
    await seedIndex(url, 'government-2018-02-01t00-00-00z-bbbb', {
      documents: Array.from({ length: 30 }, (_, n) => ({ id: String(n), source: '{}' })),
    });
    await call(url, 'POST', '/_aliases', {
      actions: [
        { remove: { index: LIVE, alias: 'government' } },
        { add: { index: 'government-2018-02-01t00-00-00z-bbbb', alias: 'government' } },
      ],
    });
    const warnings = async (wish: object) => (await plan(small, wish)).checks.filter(({ level }) => level === 'warn');
    expect(await warnings({})).toMatchObject([
      { id: 'smaller', detail: 'The backup has 10 documents, what is live now has 30.' },
    ]);
    for (const wish of [{ switchAlias: false }, { into: LIVE }])
      expect((await warnings(wish)).map(({ id }) => id)).not.toContain('smaller');
  });

  it('of an alias with capitals goes into an index without', async () => {
    await seedIndex(url, 'gov-1', { aliases: { Government: {} }, documents: [{ id: '1', source: '{}' }] });
    const result = await restore(fileOfBackup(await backUp('gov-1')));
    expect(result.index).toMatch(/^government-\d{4}-/);
    expect(await aliasesOf(url)).toEqual({ Government: [result.index] });
  });

  it('can leave the alias where it is', async () => {
    await live(10);
    const result = await restore(fileOfBackup(await backUp(LIVE)), { switchAlias: false });
    expect(result).toMatchObject({ status: 'done', switched: false, notSwitched: null });
    expect(await aliasesOf(url)).toEqual({ government: [LIVE] });
  });

  it('takes another alias, other settings and mappings, fewer shards', async () => {
    await live(10, { settings: { number_of_shards: 3, 'index.refresh_interval': '7s' } });
    const result = await restore(fileOfBackup(await backUp(LIVE)), {
      alias: 'elsewhere',
      shards: 1,
      settings: { refresh_interval: '9s' },
      mappings: { properties: { added: { type: 'keyword' } } },
    });
    expect(Object.keys(await aliasesOf(url)).sort()).toEqual(['elsewhere', 'government']);
    const made = (
      await call<
        Record<string, { settings: Record<string, string>; mappings: { properties: Record<string, unknown> } }>
      >(url, 'GET', `/${result.index}?flat_settings=true`)
    )[result.index]!;
    expect(made.settings).toMatchObject({ 'index.number_of_shards': '1', 'index.refresh_interval': '9s' });
    expect(made.mappings.properties['added']).toEqual({ type: 'keyword' });
  });

  it('takes overrides as es_dump_restore did, settings and mappings in one', async () => {
    const own = { settings: { index: { number_of_replicas: '0', number_of_shards: '1' } } };
    const whole = { ...own, mappings: { properties: { added: { type: 'keyword' } } } };
    for (const wish of [
      { settings: whole },
      { mappings: whole },
      { settings: own, mappings: { mappings: whole.mappings } },
      { settings: own.settings, mappings: whole.mappings },
    ]) {
      const { settings, mappings, target } = await plan(GEM, wish);
      expect([
        target.shards,
        target.replicas,
        settings.create['index.number_of_shards'],
        mappings.create['properties'],
      ]).toEqual([1, 0, '1', expect.objectContaining({ added: { type: 'keyword' } })]);
    }
  });

  it('says what an index template did to the new index, and takes off the alias that it attached', async () => {
    await live(3);
    const file = fileOfBackup(await backUp(LIVE));
    const template = {
      aliases: { attached: {} },
      settings: { 'index.final_pipeline': 'missing', 'index.max_result_window': 12_000 },
      mappings: { dynamic: 'strict', properties: { extra: { type: 'keyword' } } },
    };
    await call(url, 'PUT', '/_index_template/restored', { index_patterns: ['into'], template });
    try {
      const { warnings, check } = await restore(file, { into: 'into', switchAlias: false });
      expect(check.verdict).toBe('equal');
      expect(warnings).toEqual([
        'An index template attached attached to the new index; taken off.',
        'The setting index.max_result_window came from an index template: 12000.',
        'An index template added to the mapping: dynamic: strict, extra.',
      ]);
      expect(await aliasesOf(url)).toEqual({ government: [LIVE] });
    } finally {
      await call(url, 'DELETE', '/_index_template/restored');
    }
  });

  it('counts a document that no server takes as rejected; the others of its bulk are loaded', async () => {
    const pairs = (ids: readonly string[]) =>
      ids.map((id) => `{"index":{"_id":${JSON.stringify(id)}}}\n{"n":1}\n`).join('');
    const file = join(folder, 'long.zip');
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
    const result = await restore(file, { replicas: 0 });
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
    expect((await restore(file, { replicas: 0, into: 'one' })).check.sentence).toBe(
      'The one document is equal to the backup’s, by count and by content.',
    );
    expect((await restore(file, { into: 'one' })).check.sentence).toBe(
      'The one document of the backup was looked up and is there byte for byte, and no others.',
    );
    await write([]);
    expect((await restore(file, { replicas: 0 })).check.sentence).toBe('The index is empty, as the backup is.');
  });

  it('for what can’t be an alias is refused before anything is loaded; a file’s name that can’t is none', async () => {
    for (const alias of ['*', 'govern*', '_government', 'on call'])
      expect(await failureOf(plan(GEM, { alias, into: 'into' })), alias).toMatchObject({
        code: 'invalid_input',
        details: { field: 'alias' },
      });
    const copy = join(folder, 'my copy.zip');
    await copyFile(GEM, copy);
    expect(await plan(copy, { into: 'into' })).toMatchObject({
      alias: null,
      switchAlias: false,
      target: { index: 'into' },
    });
  });

  it('counts what the mapping rejects, writes it down, moves no alias, and can send it again', async () => {
    await live(20);
    const file = fileOfBackup(await backUp(LIVE));
    const planned = await plan(file, {
      mappings: { properties: { n: { type: 'byte' }, big: { type: 'integer' } } },
      alias: 'strict',
    });
    const result = await runRestore(
      placeOf(cluster),
      { kind: 'restore', plan: planned },
      aRun({ directory: join(folder, 'run') }),
    );
    expect(result).toMatchObject({ status: 'partial', indexed: 0, rejected: 20, switched: false });
    expect(result.notSwitched).toMatch(/20 documents were rejected/);
    const lines = (await readFile(result.rejectedFile!, 'utf8')).trim().split('\n');
    expect(lines).toHaveLength(20);
    expect(lines[0]).toContain('"source":{"n":');
    expect(lines.join('')).toContain('9007199254740993');
    expect(Object.keys(await aliasesOf(url))).not.toContain('strict');
    const again = await runRetryRejected(
      placeOf(cluster),
      { kind: 'retry-rejected', plan: planned, earlier: result, of: '1' },
      aRun({ directory: join(folder, 'again') }),
    );
    expect(again).toMatchObject({ status: 'partial', indexed: 0, rejected: 20 });
  });

  it('proves a partial one too, and moves the alias where that was asked for in so many words', async () => {
    await seedIndex(url, LIVE, {
      aliases: { government: {} },
      documents: Array.from({ length: 30 }, (_, n) => ({
        id: String(n),
        source: n % 10 === 0 ? '{"v":"text"}' : '{"v":1}',
      })),
      mappings: { enabled: false },
    });
    const file = fileOfBackup(await backUp(LIVE));
    const mappings = { enabled: true, properties: { v: { type: 'integer' } } };
    const held = await restore(file, { mappings });
    expect(held).toMatchObject({
      status: 'partial',
      indexed: 27,
      rejected: 3,
      switched: false,
      check: { verdict: 'partial', documents: 27 },
    });
    const allowed = await restore(file, { mappings, allowPartial: true });
    expect(allowed).toMatchObject({ status: 'partial', rejected: 3, switched: true });
    expect(allowed.index).toBe(held.index);
    expect((await names()).length).toBe(2);
  });

  it('that failed half way is gone on with when it is run again: the same index, no orphan', async () => {
    await live(3000);
    const file = fileOfBackup(await backUp(LIVE));
    const stop = new AbortController();
    const stopped = runRestore(
      placeOf(cluster),
      { kind: 'restore', plan: await plan(file) },
      aRun({
        directory: join(folder, 'run'),
        signal: stop.signal,
        report: ({ phase, done }: Progress) => phase === 'load' && done > 0 && stop.abort(),
      }),
      { bulkBytes: 10_000 },
    );
    const cancelled = await failureOf(stopped);
    const half = (await names()).find((name) => name !== LIVE)!;
    expect(cancelled).toMatchObject({
      code: 'cancelled',
      message: `The restore was cancelled; ${half} stays, unfinished, and no alias was moved to it.`,
      details: { index: half },
    });
    const again = await plan(file);
    expect(again.resume).not.toBeNull();
    const result = await runRestore(
      placeOf(cluster),
      { kind: 'restore', plan: again },
      aRun({ directory: join(folder, 'run') }),
    );
    expect(result).toMatchObject({ index: half, status: 'done', check: { verdict: 'equal' }, switched: true });
    expect((await names()).sort()).toEqual([LIVE, half].sort());
    expect((await readIndex(url, half)).size).toBe(3000);
  });

  it('goes on from its checkpoint without sending everything again', async () => {
    await live(3000);
    const planned = await plan(fileOfBackup(await backUp(LIVE)));
    const stop = new AbortController();
    let checkpoint: RestoreCheckpoint | null = null;
    const first = aRun<RestoreCheckpoint>({
      directory: join(folder, 'run'),
      signal: stop.signal,
      saveCheckpoint: (saved) => void (checkpoint = saved),
      report: ({ done }: Progress) => done > 500 && stop.abort(),
    });
    await failureOf(runRestore(placeOf(cluster), { kind: 'restore', plan: planned }, first, { bulkBytes: 10_000 }));
    expect(checkpoint!.done).toBeGreaterThan(0);
    const counts: number[] = [];
    const result = await runRestore(
      placeOf(cluster),
      { kind: 'restore', plan: planned },
      aRun<RestoreCheckpoint>({
        directory: join(folder, 'run'),
        checkpoint,
        report: ({ phase, done }: Progress) => void (phase === 'load' && counts.push(done)),
      }),
    );
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(checkpoint!.done);
    expect(result).toMatchObject({ status: 'done', indexed: 3000, check: { verdict: 'equal' } });
  });

  it.each([
    ['create', { indexed: 5, existing: 5 }, 'mine'],
    ['index', { indexed: 10, existing: 0 }, 'backup'],
    ['external_gte', { indexed: 7, newer: 3 }, 'newer'],
  ] as const)(
    'into an index that exists adds by %s, deletes nothing, and looks every document up',
    async (mode, counts, kept) => {
      await seedIndex(url, LIVE, {
        documents: Array.from({ length: 10 }, (_, n) => ({ id: String(n), source: '{"by":"backup"}' })),
      });
      const file = fileOfBackup(await backUp(LIVE));
      await call(url, 'PUT', '/target', { settings: { number_of_replicas: 0 } });
      const put = (id: string, version: number) =>
        `${JSON.stringify({ index: { _id: id, version, version_type: 'external' } })}\n{"by":"${version > 1 ? 'newer' : 'mine'}"}\n`;
      await call(
        url,
        'POST',
        '/target/_bulk?refresh=true',
        [put('0', 1), put('1', 1), put('2', 5), put('3', 5), put('4', 5), put('mine only', 1)].join(''),
      );
      const result = await restore(file, { into: 'target', onConflict: mode, switchAlias: false });
      expect(result).toMatchObject({
        status: 'done',
        ...counts,
        rejected: 0,
        check: { verdict: 'additive', documents: 11 },
      });
      const there = await readIndex(url, 'target');
      expect(there.get('mine only')?.source).toBe('{"by":"mine"}');
      expect(there.get('3')?.source).toBe(kept === 'backup' ? '{"by":"backup"}' : '{"by":"newer"}');
      expect(there.get('9')?.source).toBe('{"by":"backup"}');
    },
  );

  it('that adds to an index leaves its settings and aliases alone, whether documents are rejected or it is gone on with later', async () => {
    await seedIndex(url, LIVE, {
      documents: Array.from({ length: 400 }, (_, n) => ({
        id: String(n),
        source: n % 10 === 0 ? '{"v":"text"}' : '{"v":1}',
      })),
      mappings: { enabled: false },
    });
    const file = fileOfBackup(await backUp(LIVE));
    await call(url, 'PUT', '/target', {
      settings: { number_of_replicas: 0, refresh_interval: '7s' },
      mappings: { properties: { v: { type: 'integer' } } },
      aliases: { mine: {} },
    });
    await call(url, 'PUT', '/target/_doc/other', { v: 5 });
    const settings = async () =>
      (await call<Record<string, { settings: { index: object } }>>(url, 'GET', '/target/_settings'))['target']!.settings
        .index;
    const before = await settings();
    const adds = { into: 'target', switchAlias: false };
    const stop = new AbortController();
    const planned = await plan(file, adds);
    expect([planned.settings.changes, planned.mappings.changes]).toEqual([[], []]);
    const making = await failureOf(
      plan(file, { ...adds, settings: { refresh_interval: '9s' }, shards: 1, dropSettings: ['number_of_replicas'] }),
    );
    expect(making).toMatchObject({
      code: 'invalid_input',
      message:
        'target exists and keeps its settings and mappings: settings, a number of shards and settings to drop can’t be given for it.',
    });
    expect(Object.keys(making.details['fields'] as object)).toEqual(['settings', 'shards', 'drop']);
    let checkpoint: RestoreCheckpoint | null = null;
    const first = aRun<RestoreCheckpoint>({
      directory: join(folder, 'run'),
      signal: stop.signal,
      saveCheckpoint: (saved) => void (checkpoint = saved),
      report: ({ done }: Progress) => done > 100 && stop.abort(),
    });
    expect(
      await failureOf(runRestore(placeOf(cluster), { kind: 'restore', plan: planned }, first, { bulkBytes: 1_000 })),
    ).toMatchObject({
      code: 'cancelled',
      message: 'The restore was cancelled; what was added to target stays in it.',
    });
    expect(checkpoint!.done).toBeGreaterThan(0);
    expect(await aliasesOf(url)).toEqual({ mine: ['target'] });
    const resumed = await runRestore(
      placeOf(cluster),
      { kind: 'restore', plan: planned },
      aRun<RestoreCheckpoint>({ directory: join(folder, 'run'), checkpoint }),
    );
    expect(resumed).toMatchObject({
      status: 'partial',
      indexed: 360,
      rejected: 40,
      check: { verdict: 'additive', documents: 361 },
    });
    const again = await plan(file, adds);
    expect(again.resume).toBeNull();
    expect(
      await runRestore(placeOf(cluster), { kind: 'restore', plan: again }, aRun({ directory: join(folder, 'again') })),
    ).toMatchObject({
      status: 'partial',
      rejected: 40,
      check: { verdict: 'additive' },
    });
    expect(await settings()).toEqual(before);
    expect(await aliasesOf(url)).toEqual({ mine: ['target'] });
  });

  it('is not gone on with by another backup, nor by a restore that would make the index otherwise', async () => {
    await live(300);
    const file = fileOfBackup(await backUp(LIVE));
    const mappings = { properties: { n: { type: 'byte' } } };
    const first = await restore(file, { mappings });
    expect(first).toMatchObject({ status: 'partial', switched: false });
    const mended = await plan(file);
    expect(mended.resume).toBeNull();
    expect(
      await runRestore(
        placeOf(cluster),
        { kind: 'restore', plan: mended },
        aRun({ directory: join(folder, 'mended') }),
      ),
    ).toMatchObject({
      status: 'done',
      indexed: 300,
    });
    expect((await plan(file, { mappings })).target.index).toBe(first.index);
    const other = await plan(GEM, { into: first.index, switchAlias: false });
    expect(other.resume).toBeNull();
    expect(other.checks.map(({ id }) => id)).toContain('additive');
  });

  it('adds nothing to an index whose final pipeline would change it', async () => {
    await call(url, 'PUT', '/target', { settings: { number_of_replicas: 0, final_pipeline: 'stamps' } });
    expect(refusals(await plan(GEM, { into: 'target', switchAlias: false }))).toEqual(['target-pipeline']);
  });

  it('replaces only its own index where the alias points to several', async () => {
    const OTHER = 'government-2018-01-07t03-00-00z-bbbb';
    await live(10);
    await seedIndex(url, OTHER, { aliases: { government: {} }, documents: [{ id: 'x', source: '{}' }] });
    const result = await restore(fileOfBackup(await backUp(LIVE)));
    expect((await aliasesOf(url))['government']).toEqual([OTHER, result.index].sort());
  });

  it('moves no alias that somebody else has moved meanwhile', async () => {
    await live(10);
    const planned = await plan(fileOfBackup(await backUp(LIVE)));
    await call(url, 'PUT', '/government-2018-01-09t03-00-00z-cccc', {});
    await call(url, 'POST', '/_aliases', {
      actions: [
        { remove: { index: LIVE, alias: 'government' } },
        { add: { index: 'government-2018-01-09t03-00-00z-cccc', alias: 'government' } },
      ],
    });
    const result = await runRestore(
      placeOf(cluster),
      { kind: 'restore', plan: planned },
      aRun({ directory: join(folder, 'run') }),
    );
    expect(result).toMatchObject({ status: 'partial', switched: false, check: { verdict: 'equal' } });
    expect(result.notSwitched).toMatch(/Somebody else/);
    expect((await aliasesOf(url))['government']).toEqual(['government-2018-01-09t03-00-00z-cccc']);
  });

  it('stops when its index is deleted under it, and the bulks do not make it again', async () => {
    await live(3000);
    const planned = await plan(fileOfBackup(await backUp(LIVE)));
    let deleted: Promise<unknown> | null = null;
    const run = aRun({
      directory: join(folder, 'run'),
      report: ({ phase, done }: Progress) =>
        void (phase === 'load' && done > 0 && (deleted ??= call(url, 'DELETE', `/${planned.target.index}`))),
    });
    const failure = await failureOf(
      runRestore(placeOf(cluster), { kind: 'restore', plan: planned }, run, { bulkBytes: 10_000, bulks: 1 }),
    );
    await deleted;
    expect(failure.code).toBe('index_changed');
    expect(await names()).toEqual([LIVE]);
    expect(await aliasesOf(url)).toEqual({ government: [LIVE] });
  });

  it('names a setting the cluster doesn’t take, before anything is left behind', async () => {
    const planned = await plan(GEM, { settings: { 'index.no_such_setting': '1' } });
    const failure = await failureOf(
      runRestore(placeOf(cluster), { kind: 'restore', plan: planned }, aRun({ directory: folder })),
    );
    expect(failure).toMatchObject({
      code: 'refused',
      hint: 'Take it out of the settings that you gave.',
      details: { setting: 'index.no_such_setting' },
    });
    expect(await names()).toEqual([]);
  });

  it('plans the same twice, so that what was seen is what is done', async () => {
    await live(5);
    const file = fileOfBackup(await backUp(LIVE));
    const [one, two] = [await plan(file), await plan(file)];
    expect(two.fingerprint).toBe(one.fingerprint);
    expect(two.target.index).toBe(one.target.index);
  });

  it('that added misses no document behind those that were there already', async () => {
    await live(20);
    const made = await backUp(LIVE);
    const { digest } = made;
    const file = fileOfBackup(made);
    const backup = await openBackup(file);
    for (const n of [18, 19])
      await call(url, 'DELETE', `/${LIVE}/_doc/${encodeURIComponent(`/page/${n}`)}?refresh=true`);
    // Eighteen were there and are equal; the two that were new are gone.
    const check = await checkDocuments(
      cluster,
      LIVE,
      { blocks: backup.pairs(), documents: 20, digest, left: 18, rejected: 0, type: null },
      aRun(),
    );
    await backup.close();
    expect(check).toMatchObject({ verdict: 'different', sentence: expect.stringMatching(/2 are not there/) as string });
  });

  it('that added to an index somebody else writes to tells nobody to delete it', async () => {
    await live(20);
    const file = fileOfBackup(await backUp(LIVE));
    const proxy = await startFaultyProxy(url);
    const through = connect({ url: proxy.url });
    proxy.inject({ match: ({ path }) => path.includes('/_mget'), times: 1, fault: { kind: 'delay', ms: 700 } });
    const meddle = (async () => {
      await expect
        .poll(() => proxy.requests.some(({ path }) => path.includes('/_mget')), { timeout: 10_000 })
        .toBe(true);
      await call(url, 'PUT', `/${LIVE}/_doc/${encodeURIComponent('/page/3')}?refresh=true`, { n: 99 });
    })();
    const failure = await failureOf(
      runRestore(
        placeOf(through),
        {
          kind: 'restore',
          plan: await planRestore(
            placeOf(through),
            { backup: refOfFile(file), into: LIVE, switchAlias: false },
            aRun(),
          ),
        },
        aRun({ directory: join(folder, 'run') }),
      ),
    );
    await meddle;
    await through.close();
    await proxy.close();
    expect(failure).toMatchObject({
      code: 'content_mismatch',
      message: expect.stringMatching(/1 is there with other content/) as string,
    });
    expect(failure.hint).toMatch(/delete nothing/);
    expect(failure.hint).not.toMatch(/Delete government/);
  });

  it('has moved the alias and is done, though its loading alias could not be taken off any more: that is said', async () => {
    await live(10);
    const file = fileOfBackup(await backUp(LIVE));
    const proxy = await startFaultyProxy(url);
    const through = connect({ url: proxy.url });
    proxy.inject({
      match: ({ method, path }) => method === 'POST' && path.startsWith('/_aliases'),
      skip: 1,
      fault: { kind: 'answer', status: 503, body: '{}' },
    });
    const result = await runRestore(
      placeOf(through),
      { kind: 'restore', plan: await planRestore(placeOf(through), { backup: refOfFile(file) }, aRun()) },
      aRun({ directory: join(folder, 'run') }),
    );
    await through.close();
    await proxy.close();
    expect(result).toMatchObject({ status: 'done', switched: true, aliasBefore: [{ index: LIVE }] });
    expect(result.warnings.join()).toMatch(/restore-desk-loading-\w+ could not be taken off/);
    expect((await aliasesOf(url))['government']).toEqual([result.index]);
  }, 30_000);

  it('sends rejected documents again only into the index that rejected them, and leaves it marked until it is whole', async () => {
    await live(20);
    const file = fileOfBackup(await backUp(LIVE));
    const wish = {
      mappings: { properties: { n: { type: 'byte' }, big: { type: 'integer' } } },
      switchAlias: false,
    } as const;
    const planned = await plan(file, wish);
    const first = await runRestore(
      placeOf(cluster),
      { kind: 'restore', plan: planned },
      aRun({ directory: join(folder, 'run') }),
    );
    const second = await runRetryRejected(
      placeOf(cluster),
      { kind: 'retry-rejected', plan: planned, earlier: first, of: '1' },
      aRun({ directory: join(folder, 'second') }),
    );
    expect(second).toMatchObject({ status: 'partial', indexed: 0, rejected: 20, check: { verdict: 'partial' } });
    expect((await plan(file, wish)).target.index).toBe(first.index);
    await rm(first.rejectedFile!);
    expect(
      (
        await failureOf(
          runRetryRejected(
            placeOf(cluster),
            { kind: 'retry-rejected', plan: planned, earlier: first, of: '1' },
            aRun({ directory: join(folder, 'third') }),
          ),
        )
      ).message,
    ).toMatch(/rejected/);
    await call(url, 'DELETE', `/${first.index}`);
    await call(url, 'PUT', `/${first.index}`, {});
    expect(
      await failureOf(
        runRetryRejected(
          placeOf(cluster),
          { kind: 'retry-rejected', plan: planned, earlier: second, of: '1' },
          aRun({ directory: join(folder, 'fourth') }),
        ),
      ),
    ).toMatchObject({ code: 'index_changed' });
    expect(Object.keys(await aliasesOf(url))).toEqual(['government']);
  });

  it('sets the blocks that were asked for behind everything else, and says which alias stays on the index it leaves', async () => {
    await live(10, { aliases: { government: {}, 'all-content': {} } });
    const file = fileOfBackup(await backUp(LIVE));
    const planned = await plan(file, { settings: { 'blocks.metadata': true, 'blocks.read_only': true } });
    expect(planned.checks.find(({ id }) => id === `stays-${LIVE}`)?.detail).toMatch(/all-content/);
    const result = await runRestore(
      placeOf(cluster),
      { kind: 'restore', plan: planned },
      aRun({ directory: join(folder, 'run') }),
    );
    expect(result).toMatchObject({ status: 'done', switched: true, warnings: [] });
    await call(url, 'PUT', `/${result.index}/_settings`, { 'index.blocks.metadata': null });
    const settings = await call<Record<string, { settings: Record<string, string> }>>(
      url,
      'GET',
      `/${result.index}/_settings?flat_settings=true`,
    );
    expect(settings[result.index]!.settings['index.blocks.read_only']).toBe('true');
    await call(url, 'PUT', `/${result.index}/_settings`, { 'index.blocks.read_only': null });
    expect((await call<{ count: number }>(url, 'GET', '/government/_count')).count).toBe(10);
  });

  it('counts the shards of open indices alone against the cluster’s limit', async () => {
    await live(1);
    const file = fileOfBackup(await backUp(LIVE));
    await call(url, 'PUT', '/closed-1', { settings: { number_of_shards: 5, number_of_replicas: 0 } });
    await call(url, 'POST', '/closed-1/_close');
    await call(url, 'PUT', '/_cluster/settings', { persistent: { 'cluster.max_shards_per_node': 3 } });
    expect(refusals(await plan(file, { shards: 3 }))).toEqual(['shards']);
    const planned = await plan(file, { shards: 2 });
    expect(refusals(planned)).toEqual([]);
    const result = await runRestore(
      placeOf(cluster),
      { kind: 'restore', plan: planned },
      aRun({ directory: join(folder, 'run') }),
    ).finally(() => call(url, 'PUT', '/_cluster/settings', { persistent: { 'cluster.max_shards_per_node': null } }));
    expect(result.status).toBe('done');
  });

  it('of a file that is another one by now is refused before anything is made', async () => {
    await live(10);
    const file = fileOfBackup(await backUp(LIVE));
    const planned = await plan(file);
    await writeFile(file, await readFile(GEM));
    expect(
      (
        await failureOf(
          runRestore(placeOf(cluster), { kind: 'restore', plan: planned }, aRun({ directory: join(folder, 'run') })),
        )
      ).code,
    ).toBe('plan_changed');
    expect(await names()).toEqual([LIVE]);
  });

  it('keeps numbers that JavaScript can’t hold, in the mapping and in overrides, as the dashboard and the command line do it', async () => {
    const [held, typed] = [
      '{"build":9007199254740993,"one":1.0,"thirty":123456789012345678901234567890}',
      '{"_meta":{"typed":{"build":9007199254740995,"one":2.0}}}',
    ];
    await live(3);
    const put = await fetch(`${url}/${LIVE}/_mapping`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: `{"_meta":${held},"properties":{"price":{"type":"long","null_value":9007199254740993}}}`,
    });
    expect(await put.text()).toContain('"acknowledged":true');
    const file = fileOfBackup(await backUp(LIVE));
    const ofPage = restoreRequestOf(
      restoreChoices.parse({ mappings: typed, settings: '{"max_result_window":20000.0}' }),
    );
    expect(
      JSON.stringify(parseArguments(VERBS.restore, ['http://a', 'b.zip', '--mappings', typed]).json('mappings')),
    ).toBe(typed);
    const runner = new JobRunner({
      dataDirectory: join(folder, 'data'),
      parallelJobs: 1,
      runs,
      place: () => placeOf(cluster),
    });
    try {
      const planned = await plan(file, { ...ofPage, settings: undefined });
      const work: RestoreWork = { kind: 'restore', plan: planned };
      const { id } = runner.start({
        cluster: 'production',
        actor: { name: 'ann', role: 'operator', address: null },
        work,
      });
      await expect.poll(() => runner.get(id)?.status).toBe('succeeded');
      const mapping = await (await fetch(`${url}/${planned.target.index}/_mapping`)).text();
      expect(mapping).toContain(held.slice(1, -1));
      expect(mapping).toContain('"null_value":9007199254740993');
      expect(mapping).toContain('"typed":{"build":9007199254740995,"one":2.0}');
      expect((await plan(file, { ...ofPage, into: 'other' })).settings.create['index.max_result_window']).toBe(
        '20000.0',
      );
    } finally {
      await runner.stop();
    }
  });
});
