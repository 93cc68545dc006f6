import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BackupKnowledge } from '../../../lib/backups/known-backups.ts';
import type { Place } from '../../../lib/backups/sources.ts';
import { backupUri, folderSource } from '../../../lib/contract/backup-ref.ts';
import { retentionRules, scheduleSelection, type RetentionRules } from '../../../lib/contract/schedule.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { planBackup } from '../../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../../lib/kinds/backup/run.ts';
import { retention } from '../../../lib/kinds/retention/describe.ts';
import { planRetention, type RetentionRequest } from '../../../lib/kinds/retention/plan.ts';
import { runRetention } from '../../../lib/kinds/retention/run.ts';
import type { RetentionCheckpoint, RetentionPlan } from '../../../lib/kinds/retention/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { emptyCluster, seedIndex, sharedServer } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { flipByte } from '../../support/flip-byte.ts';
import { testStore, whyNoObjectStore, type TestStore } from '../../support/object-store.ts';
import { testSources } from '../../support/sources.ts';
import { writeTestBackup } from '../../support/write-test-backup.ts';
import { knowledgeOf } from './knowledge.ts';

const store: TestStore | null = await testStore();

let cluster: Cluster;
let place: Place;
/** Of backups; a new one for each test. */
let directory: string;

// The tests change backups only: the indices are the same for all.
beforeAll(async () => {
  const url = await sharedServer();
  await emptyCluster(url);
  cluster = connect({ url });
  place = { cluster, backups: testSources({ bucket: store === null ? {} : { settings: store.settings } }) };
  for (const [index, alias] of [
    ['government-1', 'government'],
    ['travel-1', 'travel'],
    ['pages-1', 'content'],
    ['pages-2', 'content'],
  ] as const)
    await seedIndex(url, index, { documents: [{ id: '1', source: '{"n":1}' }], aliases: { [alias]: {} } });
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'restore-desk-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));
afterAll(async () => {
  await cluster.close();
  await store?.stop();
});

/** A good backup of November 2025, unless it is of another cluster. */
async function write(day: number, over: { name?: string; uuid?: string; text?: string } = {}) {
  const { uuid } = await cluster.identity();
  await writeTestBackup(directory, {
    name: over.name ?? 'government',
    mappings: {},
    level: 1,
    startedAt: new Date(Date.UTC(2025, 10, day, 3)),
    cluster: { name: 'c', uuid: over.uuid ?? uuid },
    documents: [{ bytes: Buffer.from(`"1"{"text":"${over.text ?? ''}"}`), sourceStart: 3 }],
  });
}
const idOf = (day: number, name = 'government') =>
  `${name}/${name}-2025-11-${String(day).padStart(2, '0')}t03-00-00z.zip`;
const fileOf = (day: number) => join(directory, idOf(day));
const uriOf = (day: number) => backupUri({ source: folderSource(directory), id: idOf(day) });

async function backUp(aliases: readonly string[]) {
  const made = await planBackup(place, { aliases, source: folderSource(directory) }, aRun());
  return runBackup(place, { kind: 'backup', plan: made }, aRun());
}

type Given = Partial<Omit<RetentionRequest, 'rules' | 'knowledge'>> & {
  rules?: Partial<RetentionRules>;
  knowledge?: Partial<BackupKnowledge>;
};
const plan = ({ knowledge = {}, rules = { last: 1 }, ...over }: Given = {}): Promise<RetentionPlan> =>
  planRetention(
    place,
    {
      schedule: 'Nightly',
      what: scheduleSelection.parse({ all: true }),
      source: folderSource(directory),
      repository: null,
      rules: retentionRules.parse(rules),
      timeZone: 'UTC',
      knowledge: knowledgeOf(knowledge),
      others: [],
      notBackedUp: [],
      ...over,
    },
    aRun(),
  );
const run = (planned: RetentionPlan, over: Parameters<typeof aRun<RetentionCheckpoint>>[0] = {}) =>
  runRetention(place, { kind: 'retention', plan: planned }, aRun<RetentionCheckpoint>(over));

const toDelete = ({ backups }: RetentionPlan) => backups.map(({ backup: { id } }) => id);
/** "02: why" of each backup of a group, newest first. */
const table = ({ groups }: RetentionPlan, name = 'government') =>
  groups
    .find((group) => group.name === name)!
    .backups.map(({ because, id, kept }) => `${id.slice(-16, -14)}: ${kept ? because.join('; ') : 'deleted'}`);
const there = async () => (await readdir(join(directory, 'government'))).map((name) => name.slice(-16, -14)).sort();
const damaged = (day: number) => ({
  verified: new Map([
    [uriOf(day), { job: '1', at: new Date().toISOString(), bytes: -1, problem: 'It is damaged.', found: null }],
  ]),
});

test('the plan says what becomes of each backup, and the run deletes exactly that', async () => {
  for (const day of [1, 2, 8, 9, 10]) await write(day);
  const planned = await plan({ rules: { last: 2, weekly: 2 } });
  expect(table(planned)).toEqual([
    '10: the newest; weekly: 1 of 2; the last good backup of government',
    '09: last: 2 of 2; weekly: 2 of 2',
    '08: deleted',
    '02: deleted',
    '01: deleted',
  ]);
  expect(planned).toMatchObject({ kept: 2, outside: 0, unlisted: 0, snapshots: [] });
  expect(planned.checks).toMatchObject([{ id: 'deletions', level: 'ok', title: '3 backups to delete' }]);
  expect(await there()).toHaveLength(5);
  const work = { kind: 'retention', plan: planned } as const;
  expect(retention.title(work)).toBe('Delete 3 backups by the rules of Nightly');
  expect(retention.locks(work)).toMatchObject(
    [1, 2, 8].map((day) => ({ name: `backup ${uriOf(day)}`, exclusive: true })),
  );
  expect(retention.deletedBackups(work)[0]).toEqual({ key: uriOf(1), name: idOf(1) });
  const reports: string[] = [];
  const result = await run(planned, { report: ({ phase }) => void reports.push(phase) });
  expect(reports).toEqual(['check', 'delete', 'delete', 'delete']);
  const phases = retention.steps(work, null).map((step) => step.phases);
  expect(phases).toEqual([['check'], ['delete']]);
  expect(result).toMatchObject({ status: 'done', kept: 2, left: [], final: true, note: null, bytes: planned.bytes });
  expect(result.deleted.map(({ id }) => id)).toEqual([idOf(1), idOf(2), idOf(8)]);
  expect(await there()).toEqual(['09', '10']);
  expect(retention.outcome(result)).toMatch(/^3 backups deleted, .+ freed; 2 kept\.$/);
  expect(retention.effects({ work: { kind: 'retention', plan: planned }, result } as never)).toEqual({
    deletedBackups: planned.backups.map(({ backup }) => backup),
  });
  // Deciding again deletes nothing more, which is no failure.
  const again = await plan({ rules: { last: 2, weekly: 2 } });
  expect(toDelete(again)).toEqual([]);
  expect(retention.outcome(await run(again))).toBe('Nothing to delete; 2 kept.');
});

test('what another schedule’s rules keep is kept, now and when the run decides again', async () => {
  for (const day of [1, 2, 3, 4]) await write(day);
  const monthly = (last: number) => ({
    schedule: 'Monthly',
    what: scheduleSelection.parse({ aliases: ['government'] }),
    rules: retentionRules.parse({ last }),
    timeZone: 'UTC',
  });
  const planned = await plan({ others: [monthly(3)] });
  expect(table(planned)).toEqual([
    '04: the newest; the last good backup of government; schedule Monthly keeps it (the newest)',
    '03: schedule Monthly keeps it (last: 2 of 3)',
    '02: schedule Monthly keeps it (last: 3 of 3)',
    '01: deleted',
  ]);
  expect(planned.checks[0]).toMatchObject({ id: 'deletions' });
  expect(planned.checks).toContainEqual({
    id: 'others',
    level: 'ok',
    title: 'The rules of other schedules count too',
    detail: 'A backup is deleted only if Monthly needs it no longer either.',
  });
  // Two have gone meanwhile: now its rules keep the oldest too.
  await rm(fileOf(2));
  await rm(fileOf(3));
  expect((await run(planned)).left).toEqual([
    { id: idOf(1), reason: 'It is kept now: schedule Monthly keeps it (last: 2 of 3).', failed: false },
  ]);
  expect(await there()).toEqual(['01', '04']);
});

test('what is pinned, in use, proven, of another cluster, broken or of another alias is kept, and says so', async () => {
  for (const day of [1, 2, 3, 4, 6, 7, 8]) await write(day);
  await write(5, { uuid: 'another' });
  await writeFile(fileOf(2), 'no zip');
  await write(1, { name: 'gone' });
  const drill = {
    job: '9',
    at: new Date().toISOString(),
    bytes: 0,
    seconds: 1,
    documents: 1,
    equal: 1,
    compared: 'content' as const,
  };
  const passed = { ok: true, problem: null, limited: false, elsewhere: false, alias: null };
  const { size } = await stat(fileOf(4));
  const planned = await plan({
    knowledge: {
      pinned: new Map([[uriOf(3), { by: 'ann', reason: 'before the migration', at: '2026-11-01T00:00:00.000Z' }]]),
      inUse: new Set([`backup ${uriOf(6)}`]),
      drilled: new Map([[uriOf(4), { ...drill, ...passed, bytes: size }]]),
    },
  });
  expect(table(planned)).toEqual([
    '08: the newest; the last good backup of government',
    '07: deleted',
    '06: a job uses it',
    '05: of another cluster',
    '04: the last one of government that passed a drill',
    '03: pinned by ann: before the migration',
    '02: broken: it is not counted and not deleted',
    '01: deleted',
  ]);
  expect(planned).toMatchObject({ outside: 1, kept: 6 });
  await run(planned);
  expect(await there()).toEqual(['02', '03', '04', '05', '06', '08']);
  expect(await readdir(join(directory, 'gone'))).toHaveLength(1);
});

describe('nothing is deleted', () => {
  beforeEach(async () => {
    for (const day of [1, 2, 3]) await write(day);
  });
  const whole = ({ groups }: RetentionPlan) => groups[0]!.keepsAll;

  test('while the newest is known to be damaged', async () => {
    await write(4, { text: randomBytes(20_000).toString('hex') });
    await flipByte(fileOf(4));
    // Nobody knows yet.
    expect(toDelete(await plan())).toEqual([idOf(1), idOf(2), idOf(3)]);
    const planned = await plan({ knowledge: damaged(4) });
    expect(toDelete(planned)).toEqual([]);
    expect(whole(planned)).toBe(`its newest backup is damaged (${idOf(4)}, 2025-11-04 03:00 UTC)`);
    expect(planned.checks).toMatchObject([
      { id: 'kept-1', level: 'warn', title: 'All backups of government are kept' },
      { id: 'nothing' },
    ]);
    expect(retention.warning(await run(planned))).toMatch(/^All backups of government were kept: its newest/);
  });

  test('while the newest is unfinished or broken; a good one after it ends that', async () => {
    await writeFile(fileOf(4), 'no zip');
    expect(whole(await plan())).toMatch(/^its newest backup is broken/);
    await write(5);
    expect(toDelete(await plan())).toEqual([idOf(1), idOf(2), idOf(3)]);
  });

  test('of an alias that this run did not back up', async () => {
    for (const name of ['government', 'government-1'])
      expect(whole(await plan({ notBackedUp: [name] }))).toBe('this run did not back it up');
  });

  test('of a selection that does not cover it', async () => {
    const planned = await plan({ what: scheduleSelection.parse({ aliases: ['travel'] }) });
    expect(planned).toMatchObject({ groups: [], outside: 3, backups: [] });
  });

  test('where the rules keep everything', async () => {
    expect(table(await plan({ rules: { daily: -1 } }))).toHaveLength(3);
    expect(toDelete(await plan({ rules: { daily: -1 } }))).toEqual([]);
    expect(toDelete(await plan({ rules: {} }))).toEqual([]);
  });

  test('where the directory can’t be read: the plan warns, the run fails', async () => {
    const source = folderSource(join(directory, 'none'));
    const planned = await plan({ source });
    expect(planned.checks).toMatchObject([{ id: 'unread', level: 'warn' }, { id: 'nothing' }]);
    expect(await failureOf(run(planned))).toMatchObject({ code: 'disk' });
  });
});

describe('the run decides again', () => {
  let planned: RetentionPlan;
  beforeEach(async () => {
    for (const day of [1, 2, 3]) await write(day);
    planned = await plan();
    expect(toDelete(planned)).toEqual([idOf(1), idOf(2)]);
  });

  test('the newest has broken meanwhile: everything is left', async () => {
    await writeFile(fileOf(3), 'no zip');
    const result = await run(planned);
    expect(result).toMatchObject({ status: 'done', deleted: [] });
    expect(result.left[0]!.reason).toMatch(/^It is kept now: its newest backup is broken/);
    expect(await there()).toHaveLength(3);
  });

  test('the newest has gone meanwhile: the next one is the last good one', async () => {
    await rm(fileOf(3));
    const result = await run(planned);
    expect(result.deleted).toMatchObject([{ id: idOf(1) }]);
    expect(result.left).toMatchObject([{ id: idOf(2), failed: false }]);
    expect(await there()).toEqual(['02']);
  });

  test('the directory is gone meanwhile: it fails, and nothing is deleted', async () => {
    const away = `${directory}-away`;
    await rename(directory, away);
    expect(await failureOf(run(planned))).toMatchObject({ code: 'disk' });
    await rename(away, directory);
    expect(await there()).toHaveLength(3);
  });

  test('one that has changed or gone is left, and the others are deleted', async () => {
    await utimes(fileOf(1), new Date(), new Date());
    const changed = await run(planned);
    expect(changed).toMatchObject({ status: 'done', deleted: [{ id: idOf(2) }] });
    expect(changed.left).toMatchObject([{ id: idOf(1), reason: expect.stringContaining('has changed') }]);
    const again = await run(planned);
    expect(again.left).toMatchObject([{ id: idOf(1) }, { id: idOf(2), reason: 'It no longer existed.' }]);
    expect(again.kept).toBe(2);
  });

  test('cancelled, it keeps the others and knows which it deleted', async () => {
    const controller = new AbortController();
    let saved: RetentionCheckpoint | null = null;
    const failure = await failureOf(
      run(planned, {
        signal: controller.signal,
        saveCheckpoint: (checkpoint) => {
          saved = structuredClone(checkpoint);
          controller.abort();
        },
      }),
    );
    expect(failure).toMatchObject({ code: 'cancelled' });
    expect(await there()).toEqual(['02', '03']);
    const work = { kind: 'retention', plan: planned } as const;
    const refs = planned.backups.map(({ backup }) => backup);
    expect(retention.effectsBefore(work, saved, { code: 'disk', message: 'x' })).toEqual({ deletedBackups: [refs[0]] });
    expect(retention.effectsBefore(work, saved, null)).toEqual({ deletedBackups: refs });
  });
});

test('the backups of an alias on two indices are kept or deleted as sets', async () => {
  const sets: string[][] = [];
  for (let made = 0; made < 3; made++) {
    const { backups } = await backUp(['content']);
    sets.push(backups.map(({ backup }) => backup.id).sort());
  }
  const what = scheduleSelection.parse({ aliases: ['content'] });
  const planned = await plan({ what, rules: { last: 2 } });
  expect(toDelete(planned).sort()).toEqual(sets[0]);
  // One half of a set is damaged: neither half is deleted, and a set is whole only if both are.
  const uri = backupUri({ source: folderSource(directory), id: sets[1]![0]! });
  const verified = new Map([[uri, { job: '1', at: '2099-01-01T00:00:00.000Z', bytes: -1, problem: 'x', found: null }]]);
  expect(toDelete(await plan({ what, rules: { last: 1 }, knowledge: { verified } })).sort()).toEqual(sets[0]);
  await run(planned);
  const left = await plan({ what, rules: { last: 2 } });
  expect(left.groups[0]!.backups.map(({ id }) => id).sort()).toEqual([...sets[1]!, ...sets[2]!].sort());
});

test.skipIf(store === null)(
  `in a bucket the same is deleted, and nothing that has changed (${store === null ? whyNoObjectStore() : 'VersityGW'})`,
  async () => {
    const Bucket = await store!.makeBucket();
    const put = async (day: number) =>
      store!.client.send(
        new PutObjectCommand({ Bucket, Key: `search/${idOf(day)}`, Body: await readFile(fileOf(day)) }),
      );
    for (const day of [1, 2, 3]) {
      await write(day);
      await put(day);
    }
    const planned = await plan({ source: `s3://${Bucket}/search` });
    expect(toDelete(planned)).toEqual([idOf(1), idOf(2)]);
    await rm(fileOf(1));
    await write(1, { text: 'another' });
    await put(1);
    const result = await run(planned);
    expect(result).toMatchObject({ deleted: [{ id: idOf(2) }], left: [{ id: idOf(1) }] });
    const { Contents = [] } = await store!.client.send(new ListObjectsV2Command({ Bucket }));
    expect(Contents.map(({ Key }) => Key)).toEqual([`search/${idOf(1)}`, `search/${idOf(3)}`]);
  },
);
