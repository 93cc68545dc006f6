import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { backupUri, refOfFile } from '../../../lib/contract/backup-ref.ts';
import type { Job } from '../../../lib/contract/job.ts';
import { databaseFile } from '../../../lib/jobs/store/database-file.ts';
import { lastMove, verifications } from '../../../lib/jobs/store/job-queries.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { isJobOf } from '../../../lib/kinds/kind.ts';
import { kinds } from '../../../lib/kinds/kinds.ts';
import { restore } from '../../../lib/kinds/restore/describe.ts';
import { retryRejectedWork } from '../../../lib/kinds/retry-rejected/plan.ts';
import { jobDetailOf } from '../../../lib/present/job-detail.ts';

/** Written by version 0.1.0 itself: a backup, restores, a switch back, a retry, a clean-up, a verification, a deletion. */
const WRITTEN = new URL('../../fixtures/jobs-of-0.1.0.sql', import.meta.url);
const FOLDER = 'folder:/srv/search/backups';

let data: string;
let store: JobStore;
let jobs: Job[];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'older-'));
  const database = new DatabaseSync(databaseFile(data));
  database.exec(readFileSync(WRITTEN, 'utf8'));
  database.close();
  store = JobStore.open(data);
  jobs = store.list({});
});
afterEach(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

const detailOf = (job: Job) =>
  jobDetailOf(job, {
    cluster: { name: 'search', environment: 'production', backups: FOLDER, protected: false },
    followedBy: [],
    rejected: 0,
    retried: null,
    brokenGlass: [],
    lastSwitch: null,
    listing: null,
    takenAt: '2026-11-28T13:00:00.000Z',
  });

/** Kinds of later versions. */
const NEWER = [
  'change-repository',
  'verify-repository',
  'snapshot',
  'delete-snapshot',
  'restore-snapshot',
  'run-policy',
  'compare',
  'carry-forward',
  'undo-carry-forward',
  'replay',
  'change-index-state',
  'delete-index',
  'change-alias',
  'import',
  'drill',
  'retention',
];

test('an older database has a job of every kind that its version had, and each is readable', () => {
  expect([...new Set(jobs.map(({ work }) => work.kind))].sort()).toEqual(
    kinds
      .all()
      .map(({ kind }) => kind)
      .filter((kind) => !NEWER.includes(kind))
      .sort(),
  );
});

test('every job keeps its title and has an outcome', () => {
  for (const job of jobs) {
    const detail = detailOf(job);
    expect(detail.row.title).toBe(job.title);
    expect(JSON.stringify(detail)).not.toContain('undefined');
    if (job.status === 'succeeded') expect(detail.row.outcome).toMatch(/\d/);
  }
});

test('backups are identified by refs, in works and in results', () => {
  const file = refOfFile('/srv/search/backups/government/government-2026-11-28t12-32-00z.zip');
  for (const job of jobs) {
    const { backup } = detailOf(job);
    if (['restore', 'retry-rejected', 'verify'].includes(job.work.kind)) expect(backup).toBe(`government/${file.id}`);
  }
  const made = jobs.find(({ work }) => work.kind === 'backup');
  expect(made).toMatchObject({ result: { backups: [{ backup: { source: FOLDER, id: `government/${file.id}` } }] } });
  expect([...verifications(store).keys()]).toEqual([backupUri(file)]);
});

test('a restore of a part of a backup had marked it as verified, and no longer does', () => {
  const restored = jobs.find((job) => isJobOf(restore, job) && job.status === 'succeeded')!;
  const file = refOfFile('/srv/search/backups/government/government-2026-11-28t12-32-00z.zip');
  store.close();
  const other = mkdtempSync(join(tmpdir(), 'older-'));
  const database = new DatabaseSync(databaseFile(other));
  database.exec(readFileSync(WRITTEN, 'utf8'));
  database
    .prepare("UPDATE jobs SET result = json_set(result, '$.documents', 120, '$.promised', 5000) WHERE id = ?")
    .run(Number(restored.id));
  database.prepare('UPDATE verified_files SET job = ?, problem = NULL').run(Number(restored.id));
  database.close();
  store = JobStore.open(other);
  expect(verifications(store).get(backupUri(file))).toMatchObject({
    found: 120,
    problem: expect.stringContaining('Incomplete: 120') as string,
  });
  rmSync(other, { recursive: true, force: true });
});

test('an old job locks a backup by the same name as a new job', () => {
  const verify = jobs.find(({ work }) => work.kind === 'verify')!;
  const today = { kind: 'verify', backups: [{ source: FOLDER, id: 'government/government-2026-11-28t12-32-00z.zip' }] };
  const namesOf = (work: { kind: string }) =>
    kinds
      .of(work)
      .locks(work)
      .map(({ name }) => name);
  expect(namesOf(verify.work)).toEqual(namesOf(today));
});

test('the last move can be undone, rejected documents retried, and an interrupted job resumed', () => {
  const switched = jobs.find(({ work }) => work.kind === 'switch')!;
  const uuid = kinds.of(switched.work).clusterUuid(switched.work)!;
  expect(lastMove(store, uuid, 'government')).toMatchObject({ job: switched.id, move: { alias: 'government' } });

  const partial = jobs.find((job) => isJobOf(restore, job) && job.status === 'succeeded' && job.result.rejected > 0)!;
  expect(retryRejectedWork(partial)).toMatchObject({
    of: partial.id,
    earlier: { rejected: 3, backup: { id: /\.zip$/ } },
  });

  const interrupted = jobs.find(({ status }) => status === 'interrupted')!;
  expect(store.checkpoint(interrupted.id)).toMatchObject({ done: 1 });
  expect(detailOf(interrupted)).toMatchObject({
    takeUp: { how: 'resume', label: 'Resume where it stopped' },
    row: { progress: { label: 'Loading documents' } },
  });
});

test('a job of an unknown kind is listed, and can’t be started again', () => {
  const database = new DatabaseSync(databaseFile(data));
  database.exec(`UPDATE jobs SET kind = 'reindex', work = '{"kind":"reindex","plan":{}}' WHERE status = 'interrupted'`);
  database.close();
  const unknown = store.list({}).find(({ status }) => status === 'interrupted')!;
  expect(detailOf(unknown)).toMatchObject({
    row: { kind: 'reindex', status: 'interrupted' },
    takeUp: { how: 'review', path: '/jobs' },
  });
});
