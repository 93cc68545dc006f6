import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BackupKnowledge } from '../../../lib/backups/known-backups.ts';
import { at } from '../../../lib/contract/by-name.ts';
import { backupUri, folderSource } from '../../../lib/contract/backup-ref.ts';
import { drilledSnapshotKey, type DrilledBackup } from '../../../lib/contract/drilled.ts';
import type { FailedJob } from '../../../lib/contract/job.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { readIndexMarks } from '../../../lib/elasticsearch/snapshots/shard-marks.ts';
import { toFailure } from '../../../lib/errors.ts';
import { planBackup } from '../../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../../lib/kinds/backup/run.ts';
import { chooseDrillBackups, type BackupsToChoose } from '../../../lib/kinds/drill/choose-backups.ts';
import { drill } from '../../../lib/kinds/drill/describe.ts';
import type { DrillPlan } from '../../../lib/kinds/drill/schema.ts';
import { quietDigest } from '../../../lib/kinds/snapshot/quiet-digest.ts';
import { planSnapshot } from '../../../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../../../lib/kinds/snapshot/run.ts';
import type { SnapshotCheckpoint, TakenSnapshot } from '../../../lib/kinds/snapshot/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { call, seedIndex, startServer, type Server } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { placeOf } from '../../support/test-place.ts';
import { drillOf, indexNames, planned, runPlanned } from './drilling.ts';

let server: Server;
let cluster: Cluster;
let folder: string;
const taken = new Map<string, TakenSnapshot>();

const documents = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: String(n), source: { title: `Page ${String(n)}` } }));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-repo-'));
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  cluster = connect({ url: server.url });
  for (const name of ['main', 'other'])
    await call(server.url, 'PUT', `/_snapshot/${name}`, { type: 'fs', settings: { location: join(folder, name) } });
  await seedIndex(server.url, 'pages-1', { documents: documents(200), aliases: { pages: {} } });
  await seedIndex(server.url, 'jobs-1', { documents: documents(20), aliases: { jobs: {} } });
  await seedIndex(server.url, 'jobs-2', { documents: documents(30), aliases: { jobs: {} } });
  await seedIndex(server.url, 'alone', { documents: documents(10) });
}, 300_000);
afterAll(async () => {
  await cluster?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const servers = () => ({ cluster, place: placeOf(cluster), directory: folder });

async function take(name: string, aliases: string[], digest = true): Promise<TakenSnapshot> {
  const plan = await planSnapshot(servers().place, { repository: 'main', by: 'a test', name, aliases, digest }, aRun());
  const result = await runSnapshot(servers().place, { kind: 'snapshot', plan }, aRun<SnapshotCheckpoint>());
  const made = { job: '1', plan, result };
  taken.set(result.uuid, made);
  return made;
}

const drillSnapshot = (snapshot: string, index: string, more: object = {}) =>
  planned(
    servers(),
    drillOf('', {
      backup: { repository: 'main', snapshot, index },
      takenBy: (uuid) => taken.get(uuid) ?? null,
      ...more,
    }),
  );
const run = (plan: DrillPlan) => runPlanned(servers(), plan);
const expectNoDrill = async () =>
  expect((await indexNames({ cluster })).filter((name) => name.startsWith('restore-desk-'))).toEqual([]);

test('a snapshot with a digest is proven by content', async () => {
  const { result: made } = await take('first', ['pages']);
  const plan = await drillSnapshot('first', 'pages-1');
  const result = await run(plan);
  expect(result).toMatchObject({
    status: 'done',
    backup: 'snapshot:main/first/pages-1',
    documents: 200,
    equal: 200,
    compared: 'content',
    bracket: null,
    deleted: true,
    problem: null,
  });
  const effects = drill.effects({ work: { kind: 'drill', plan }, result } as Parameters<typeof drill.effects>[0]);
  const { uuid } = await cluster.identity();
  expect(effects.drilledBackup).toMatchObject({
    key: drilledSnapshotKey(uuid, made.uuid, 'pages-1'),
    alias: 'pages',
    bytes: 0,
    ok: true,
  });
  await expectNoDrill();
});

test('one whose documents lie between two numbers must have a number between them', async () => {
  const made = await take('second', ['pages'], false);
  const plan = await drillSnapshot('second', 'pages-1');
  if (plan.source.kind !== 'snapshot') throw new Error('no snapshot');
  const { snapshot } = plan.source.restore;
  expect(made.result.proof).toBe('exact');
  const between = (least: number, most: number): DrillPlan => ({
    ...plan,
    source: {
      kind: 'snapshot',
      restore: {
        ...(plan.source as Extract<DrillPlan['source'], { kind: 'snapshot' }>).restore,
        snapshot: { ...snapshot, proof: 'bracketed', documents: { least, most } },
      },
    },
  });
  expect(await run(between(190, 210))).toMatchObject({
    status: 'done',
    equal: 200,
    bracket: { least: 190, most: 210 },
  });
  const outside = await run(between(201, 210));
  expect(outside).toMatchObject({ status: 'partial', documents: 200, equal: null, compared: 'nothing', deleted: true });
  expect(drill.outcome(outside)).toMatch(/^Restored, but not proven: 200 documents are .*, and 201 to 210 were there/);
  const effects = drill.effects({ work: { kind: 'drill', plan }, result: outside } as Parameters<
    typeof drill.effects
  >[0]);
  expect(effects.drilledBackup).toMatchObject({ ok: false, compared: 'nothing' });
  await expectNoDrill();
});

test('without a digest, the documents are counted, and nobody says that they are equal', async () => {
  const result = await run(await drillSnapshot('second', 'pages-1'));
  expect(result).toMatchObject({ status: 'done', documents: 200, equal: 200, compared: 'counts', problem: null });
  expect(drill.outcome(result)).toMatch(/^200 of 200 documents counted in /);
});

test('a digest is not read again as long as nothing is written to the index', async () => {
  const { uuid, digest, after } = (await take('digested', ['pages'])).result.indices[0]!;
  const log: string[] = [];
  const again = async (name: string, known: string) => {
    const digested = new Map([[uuid, { digest: known, marks: after! }]]);
    const request = { repository: 'main', by: 'a test', name, aliases: ['pages'], digest: true, digested };
    const plan = await planSnapshot(servers().place, request, aRun());
    const own = aRun<SnapshotCheckpoint>({ log: (line) => log.push(line) });
    return (await runSnapshot(servers().place, { kind: 'snapshot', plan }, own)).indices[0]!.digest;
  };
  expect(await again('digested-again', 'known')).toBe('known');
  expect(log.join()).toMatch(/Nothing was written to pages-1/);
  await call(server.url, 'PUT', '/pages-1/_doc/0?refresh=true', { title: 'Page 0' });
  // The same content, but something was written.
  expect(await again('digested-anew', 'known')).toBe(digest);
  for (const name of ['digested', 'digested-again', 'digested-anew'])
    await call(server.url, 'DELETE', `/_snapshot/main/${name}`);
});

test('a digest is of a quiet index only: a write ends the reading, and a failure does not fail the snapshot', async () => {
  await seedIndex(server.url, 'busy-1', { documents: documents(2_000) });
  const marks = async () => at(await readIndexMarks(cluster, ['busy-1']), 'busy-1')!;
  const first = await marks();
  const index = { index: 'busy-1', shards: 1, marks: first };
  const log: string[] = [];
  const read = (run: object = {}) => quietDigest(cluster, index, aRun({ log: (line) => log.push(line), ...run }), 50);
  expect(await read()).toMatch(/^[0-9a-f]{32}$/);
  expect(log).toEqual([]);
  await call(server.url, 'PUT', '/busy-1/_doc/new?refresh=true', { title: 'New' });
  expect(await read()).toBeNull();
  index.marks = await marks();
  let wrote: Promise<unknown> | null = null;
  const whileRead = await read({
    report: () => (wrote ??= call(server.url, 'PUT', '/busy-1/_doc/newer?refresh=true', { title: 'Newer' })),
  });
  await wrote;
  expect(whileRead).toBeNull();
  await call(server.url, 'DELETE', '/busy-1');
  expect(await read()).toBeNull();
  expect(log).toHaveLength(3);
  expect(log[1]).toMatch(/written to/);
});

test('one that another tool took is restored and not proven', async () => {
  await call(server.url, 'PUT', '/_snapshot/main/foreign?wait_for_completion=true', { indices: ['pages-1'] });
  const plan = await drillSnapshot('foreign', 'pages-1');
  const result = await run(plan);
  expect(result).toMatchObject({ status: 'partial', documents: 200, equal: null, deleted: true });
  expect(drill.isPartial(result)).toBe(true);
  expect(drill.warning(result)).toMatch(/not proven/);
  await expectNoDrill();
});

test('the newest good backup of each alias is chosen, of several indices each one’s, and in turns the one drilled the longest ago', async () => {
  const backups = join(folder, 'backups');
  const source = folderSource(backups);
  const plan = await planBackup(servers().place, { source, aliases: ['jobs'] }, aRun());
  const { backups: made } = await runBackup(servers().place, { kind: 'backup', plan }, aRun());
  await take('third', ['pages']);
  const knowledge: BackupKnowledge = {
    verified: new Map(),
    drilled: new Map(),
    pinned: new Map(),
    inUse: new Set(),
    knownFolders: () => [],
    taken: (uuid) => taken.get(uuid) ?? null,
  };
  const choose = (over: Partial<BackupsToChoose> = {}, drilled: BackupKnowledge['drilled'] = new Map()) =>
    chooseDrillBackups(
      servers().place,
      {
        what: { all: true, aliases: [], indices: [] },
        from: { source, repositories: ['main'] },
        which: 'newest',
        ...over,
      },
      { ...knowledge, drilled },
      new AbortController().signal,
    );
  const third = { repository: 'main', snapshot: 'third', index: 'pages-1' };
  const zips = made.map(({ backup }) => ({ zip: backup }));
  const all = await choose();
  expect(all.missing).toEqual([]);
  expect(all.backups).toEqual([
    ...[...zips].map((backup) => ({ backup, alias: 'jobs' })),
    { backup: third, alias: 'pages' },
  ]);
  const named = await choose({ what: { all: false, aliases: ['pages', 'gone'], indices: ['alo*'] } });
  expect(named.backups).toEqual([{ backup: third, alias: 'pages' }]);
  expect(named.missing.map(({ alias }) => alias)).toEqual(['gone', 'alone']);
  // With one of another tool there is nothing to compare: only where there is no other.
  await seedIndex(server.url, 'foreign-1', { documents: documents(5), aliases: { foreign: {} } });
  const indices = ['pages-1', 'jobs-1', 'jobs-2', 'foreign-1'];
  await call(server.url, 'PUT', '/_snapshot/main/newest?wait_for_completion=true', { indices: indices.join(',') });
  expect((await choose()).backups).toEqual([
    { backup: { repository: 'main', snapshot: 'newest', index: 'foreign-1' }, alias: 'foreign' },
    ...all.backups,
  ]);
  await call(server.url, 'DELETE', '/_snapshot/main/newest');
  const drilledAt = (time: string): DrilledBackup => ({ at: time }) as DrilledBackup;
  const { uuid } = await cluster.identity();
  const pages = taken.get([...taken.values()].at(-1)!.result.uuid)!;
  const key = drilledSnapshotKey(uuid, pages.result.uuid, 'pages-1');
  const jobs = backupUri(made[0]!.backup);
  const turn = async (drilled: [string, DrilledBackup][]) =>
    (await choose({ which: 'turns' }, new Map(drilled))).backups.map(({ alias }) => alias);
  expect(await turn([[jobs, drilledAt('2026-01-01T00:00:00Z')]])).toEqual(['pages']);
  expect(await turn([[key, drilledAt('2026-01-01T00:00:00Z')]])).toEqual(['jobs', 'jobs']);
  expect(
    await turn([
      [key, drilledAt('2026-01-02T00:00:00Z')],
      [jobs, drilledAt('2026-01-01T00:00:00Z')],
    ]),
  ).toEqual(['jobs', 'jobs']);
});

test('a snapshot with a damaged file fails its drill, is remembered as such, and leaves no index', async () => {
  await seedIndex(server.url, 'broken-1', { documents: documents(500), aliases: { broken: {} } });
  await take('fourth', ['broken'], false);
  const plan = await drillSnapshot('fourth', 'broken-1');
  const all = await readdir(join(folder, 'main'), { recursive: true, withFileTypes: true });
  const data = all.filter((each) => each.isFile() && each.name.startsWith('__'));
  for (const each of data) await writeFile(join(each.parentPath, each.name), 'damaged');
  const failure = await failureOf(run(plan));
  expect(failure.code).toBe('backup_damaged');
  const effects = drill.effectsBefore({ kind: 'drill', plan }, null, toFailure(failure) as FailedJob['failure']);
  expect(effects.drilledBackup).toMatchObject({ ok: false, documents: null });
  await expectNoDrill();
});
