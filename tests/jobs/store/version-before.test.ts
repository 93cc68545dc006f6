import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderSource } from '../../../lib/contract/backup-ref.ts';
import type { Job } from '../../../lib/contract/job.ts';
import { databaseFile } from '../../../lib/jobs/store/database-file.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import { drilledBackups } from '../../../lib/jobs/store/drilled-backups.ts';
import { commentsOf } from '../../../lib/jobs/store/incidents.ts';
import { lastMove, verifications } from '../../../lib/jobs/store/job-queries.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { messagesOfIncident } from '../../../lib/jobs/store/messages.ts';
import { mutesBetween } from '../../../lib/jobs/store/mutes.ts';
import { pinnedBackups } from '../../../lib/jobs/store/pinned-backups.ts';
import { eachAuditEntry } from '../../../lib/jobs/store/read-audit-log.ts';
import { runsOf } from '../../../lib/jobs/store/schedule-runs.ts';
import { schedules } from '../../../lib/jobs/store/schedules.ts';
import { SCHEMA } from '../../../lib/jobs/store/schema.ts';
import { kinds } from '../../../lib/kinds/kinds.ts';
import { commandLineLog } from '../../../lib/log.ts';
import { jobDetailOf } from '../../../lib/present/job-detail.ts';
import { aRun } from '../../support/a-run.ts';
import { listIncidents } from '../../support/list-incidents.ts';
import { testSources } from '../../support/sources.ts';

/** Written by the version before this one itself: scripts/version-fixture. */
const FIXTURE = fileURLToPath(new URL('../../fixtures/before-version-19/', import.meta.url));
const CLUSTER = 'production';
/** What needs pages, captures or a policy of the cluster; and the command line records no job of `verify`. */
const NOT_DONE = ['delete-backup', 'replay', 'run-policy', 'verify'];

const written = readFileSync(join(FIXTURE, 'jobs.sql'), 'utf8');
let data: string;
let store: JobStore;
let jobs: Job[];
const errors: string[] = [];

beforeAll(() => {
  process.env.LOG_LEVEL = 'warn';
  commandLineLog({}, (line) => errors.push(line));
  data = mkdtempSync(join(tmpdir(), 'version-before-'));
  const database = new DatabaseSync(databaseFile(data));
  database.exec(written);
  database.close();
  store = JobStore.open(data);
  jobs = store.list({});
});
afterAll(() => {
  store.close();
  rmSync(data, { recursive: true, force: true });
});

const rowsOf = (table: string): number => Number(store[SQL].prepare(`SELECT count(*) AS n FROM ${table}`).get()!['n']);

test('it is migrated to this version, after a copy', () => {
  const before = Number(/user_version = (\d+)/.exec(written)![1]);
  expect(before).toBeLessThan(SCHEMA.length);
  expect(store[SQL].prepare('PRAGMA user_version').get()).toEqual({ user_version: SCHEMA.length });
  expect(readdirSync(data)).toContain(`restore-desk.sqlite.before-version-${SCHEMA.length}`);
});

test('every kind of job is in it, and each job is read, described, and has its outcome and its log', () => {
  const missing = kinds
    .all()
    .map(({ kind }) => kind)
    .filter((kind) => !NOT_DONE.includes(kind) && !jobs.some(({ work }) => work.kind === kind));
  expect(missing).toEqual([]);
  for (const job of jobs) {
    const detail = jobDetailOf(job, {
      cluster: { name: 'search', environment: 'production', backups: 'folder:/srv/search/backups', protected: false },
      followedBy: [],
      rejected: 0,
      retried: null,
      brokenGlass: [],
      lastSwitch: null,
      listing: null,
      takenAt: '2026-11-30T13:00:00.000Z',
    });
    expect(detail.row.title).toBe(job.title);
    expect(detail.row.outcome).not.toBe('');
    expect(JSON.stringify(detail)).not.toContain('undefined');
    expect(store.log(job.id).last).toBe(store.log(job.id).lines.length);
  }
});

test('what jobs have left is read: verifications, drills, pins, and the switch that can be undone', () => {
  expect(verifications(store).size).toBeGreaterThan(0);
  expect(drilledBackups(store).size).toBe(rowsOf('drilled_backups'));
  expect(drilledBackups(store).size).toBeGreaterThan(1);
  expect([...pinnedBackups(store).values()]).toMatchObject([{ by: 'ann' }]);
  const uuid = jobs.map(({ work }) => kinds.of(work).clusterUuid(work)).find((found) => found !== null)!;
  expect(lastMove(store, uuid, 'government')).toMatchObject({ move: { alias: 'government' } });
});

test('schedules and their runs are read', () => {
  const found = schedules(store, CLUSTER);
  expect(found.map(({ spec }) => spec.name).sort()).toEqual(['Drill', 'Nightly']);
  expect(found).toHaveLength(rowsOf('schedules'));
  expect(found.flatMap(({ id }) => runsOf(store, id, 100))).toHaveLength(rowsOf('schedule_runs'));
  expect(rowsOf('schedule_runs')).toBeGreaterThan(3);
});

test('incidents, comments, messages and mutes are read', () => {
  const incidents = listIncidents(store, { cluster: CLUSTER, open: null, limit: 1000 });
  expect(incidents.map(({ facts }) => facts.kind)).toContain('documents-lost');
  expect(incidents.flatMap(({ id }) => commentsOf(store, id))).toHaveLength(rowsOf('incident_comments'));
  expect(rowsOf('incident_comments')).toBeGreaterThan(0);
  expect(incidents.flatMap(({ id }) => messagesOfIncident(store, id))).toHaveLength(rowsOf('messages'));
  expect(rowsOf('messages')).toBeGreaterThan(1);
  expect(mutesBetween(store, CLUSTER, { from: 0, to: Date.parse('2100-01-01') })).toHaveLength(1);
});

test('every line of the audit log is read', () => {
  expect([...eachAuditEntry(store, {})]).toHaveLength(rowsOf('record'));
});

test('its backups are listed, described and read to their end', async () => {
  const folder = join(FIXTURE, 'backups');
  const source = testSources().of(folderSource(folder));
  const { backups, problem } = await source.list();
  expect(problem).toBeNull();
  expect(backups.map(({ id }) => id.split('/')[0]).sort()).toEqual(['detailed', 'government']);
  for (const { id } of backups) {
    expect(await source.describe(id)).toMatchObject({ summary: { documents: 40 } });
    expect(await source.verify(id, aRun())).toMatchObject({ complete: true, documents: 40, origin: 'restore-desk' });
  }
});

test('nothing of it was unreadable: no line of the log says so', () => {
  expect(errors).toEqual([]);
});

test('the fixture has no path, address or name of the machine that wrote it', () => {
  expect(written).not.toMatch(/\/(tmp|work|root|home)\//);
  expect(written.length).toBeLessThan(300_000);
});
