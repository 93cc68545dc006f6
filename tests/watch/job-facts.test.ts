import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { runner } from '../../lib/jobs/jobs.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import type { Ending } from '../../lib/jobs/store/job-store.ts';
import { jobFacts } from '../../lib/watch/job-facts.ts';
import { operator, switched, switchOf, switchPlan } from '../jobs/builders.ts';
import { configuredCluster } from '../support/configured-cluster.ts';

const EVER = '2000-01-01T00:00:00.000Z';
const YEAR_MS = 365 * 86_400_000;
const FAILED: Ending = { status: 'failed', failure: { code: 'refused', message: 'No.' }, resumable: true };
let directory: string;
/** Of the current test. */
let cluster: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'job-facts-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  production: { url: "http://127.0.0.1:9", backups: backups }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
});
afterAll(() => {
  runner().store.close();
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(({ task }) => {
  cluster = task.id;
});

/** A job that a person started for the alias. */
function job(alias: string, ending: Ending | 'good', follows: string | null = null): string {
  const { store } = runner();
  const plan = switchPlan({ alias });
  const newJob = { cluster, actor: operator, work: switchOf({ alias }), follows };
  const { id } = store.create(newJob, thisProcess('command line'), 'running').job;
  store.end(id, ending === 'good' ? { status: 'succeeded', result: switched(plan) } : ending);
  return id;
}

/** Adds so many jobs like this one. */
function repeat(id: string, times: number): void {
  const sql = runner().store[SQL];
  const columns = sql
    .prepare(`SELECT name FROM pragma_table_info('jobs') WHERE name NOT IN ('id', 'idempotency_key')`)
    .all()
    .map(({ name }) => String(name))
    .join(', ');
  sql.exec(
    `WITH RECURSIVE each (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM each WHERE n < ${times})
       INSERT INTO jobs (${columns}) SELECT ${columns} FROM jobs, each WHERE id = ${id}`,
  );
}

const facts = (since = EVER, now = Date.now()) => jobFacts(configuredCluster(directory, { key: cluster }), since, now);
const subjects = () => facts().findings.map(({ subject }) => subject);

test('an incident of a job ends also after 500 other jobs have failed', () => {
  job('government', FAILED);
  expect(subjects()).toEqual(['switch: government']);
  repeat(job('other', FAILED), 500);
  job('government', FAILED);
  expect(subjects()).toContain('switch: government');
  job('government', 'good');
  const { findings, knows } = facts();
  expect(findings.map(({ subject }) => subject)).toEqual(['switch: other']);
  expect(knows('switch: government')).toBe(true);
  // Among the first failures, which are forgotten.
  expect(knows('switch: long-ago')).toBe(false);
});

test('what was made good is not looked for again, and good jobs before the oldest that lasts are not read', () => {
  const { store } = runner();
  job('government', FAILED);
  job('government', 'good');
  expect(subjects()).toEqual([]);
  const read = vi.spyOn(store, 'read');
  expect(subjects()).toEqual([]);
  // The jobs that did not do everything, and the incidents of jobs that have ended.
  expect(read).toHaveBeenCalledTimes(2);
  read.mockRestore();
  job('government', FAILED);
  expect(subjects()).toEqual(['switch: government']);
});

test('a job is made good by one that went on with it', () => {
  const failed = job('government', FAILED);
  const again = job('government', FAILED, failed);
  expect(facts().findings).toMatchObject([{ facts: { job: again } }]);
  job('mainstream', 'good', again);
  expect(subjects()).toEqual([]);
});

test('a job of more than a year ago begins no incident, and ends none', () => {
  job('government', FAILED);
  const { findings, knows } = facts(EVER, Date.now() + YEAR_MS + 60_000);
  expect(findings).toEqual([]);
  expect(knows('switch: government')).toBe(false);
  expect(facts(new Date(Date.now() - 60_000).toISOString()).knows('switch: government')).toBe(true);
});
