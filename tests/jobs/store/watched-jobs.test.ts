import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { JobStore, type Ending } from '../../../lib/jobs/store/job-store.ts';
import { applyTransitions, saveWatchedUntil, watchedUntil } from '../../../lib/jobs/store/incident-changes.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import {
  badJobs,
  goodJobsAfter,
  goodJobsThatFollow,
  jobsOfEndedIncidents,
  jobsBetween,
  lastJobEnd,
  notedSince,
  watchedSince,
} from '../../../lib/jobs/store/watched-jobs.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { addSchedule } from '../../../lib/jobs/store/schedules.ts';
import { aSpec } from '../../support/a-schedule.ts';
import { operator, switched, switchOf, switchPlan, verified, verifyOf } from '../builders.ts';

const NOW = Date.parse('2026-11-28T08:00:00Z');
const EVER = '2000-01-01T00:00:00.000Z';
let directory: string;
let store: JobStore;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'watched-jobs-'));
  store = JobStore.open(directory);
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true, force: true });
});

const FAILED: Ending = { status: 'failed', failure: { code: 'refused', message: 'No.' }, resumable: true };

function job(ending: Ending, over: Partial<Parameters<JobStore['create']>[0]> = {}): string {
  const newJob = { cluster: 'one', actor: operator, work: switchOf(), ...over };
  const { id } = store.create(newJob, thisProcess('command line'), 'running').job;
  store.end(id, ending);
  return id;
}

test('since when a cluster is watched is noted once, and again by a clock that was set back', () => {
  const since = (now: number) => Date.parse(watchedSince(store, 'one', now));
  expect(notedSince(store, 'one')).toBeNull();
  expect(since(NOW)).toBe(NOW);
  expect(since(NOW + 5_000)).toBe(NOW);
  expect(since(NOW - 5_000)).toBe(NOW - 5_000);
  expect(since(NOW)).toBe(NOW - 5_000);
  expect(notedSince(store, 'one')).toBe(new Date(NOW - 5_000).toISOString());
  expect(notedSince(store, 'another')).toBeNull();
});

test('since when and until when it was watched are kept beside each other', () => {
  saveWatchedUntil(store, 'one', NOW);
  expect(watchedSince(store, 'one', NOW + 1)).toBe(new Date(NOW + 1).toISOString());
  saveWatchedUntil(store, 'one', NOW + 2);
  expect([watchedSince(store, 'one', NOW + 3), watchedUntil(store, 'one')]).toEqual([
    new Date(NOW + 1).toISOString(),
    NOW + 2,
  ]);
});

test('jobs of people that did not do everything are found, newest first, by the index that was made for them', () => {
  const schedule = addSchedule(store, 'one', aSpec(), { by: 'ann', now: NOW });
  const failed = job(FAILED);
  job({ status: 'cancelled', resumable: false });
  job(FAILED, { cluster: 'two' });
  job(FAILED, { schedule: { id: schedule.id, dueAt: NOW } });
  job({ status: 'succeeded', result: switched(switchPlan()) });
  const partial = job(
    { status: 'succeeded', result: { ...verified('/b/a.zip'), status: 'partial' } },
    { work: verifyOf('/b/a.zip') },
  );
  const interrupted = job({ status: 'interrupted', why: 'Its process ended.', resumable: true });
  const found = badJobs(store, { cluster: 'one', since: EVER, limit: 10 });
  expect(found.map(({ id, problem, status }) => [id, status, problem])).toEqual([
    [interrupted, 'interrupted', 'Its process ended.'],
    [partial, 'succeeded', null],
    [failed, 'failed', 'No.'],
  ]);
  expect(badJobs(store, { cluster: 'one', since: new Date(Date.now() + 1_000).toISOString(), limit: 10 })).toEqual([]);
  expect(badJobs(store, { cluster: 'one', since: EVER, limit: 1 })).toHaveLength(1);
  const plan = store[SQL].prepare(
    `EXPLAIN QUERY PLAN SELECT id FROM jobs WHERE cluster = 'one' AND schedule IS NULL
       AND (status IN ('failed', 'interrupted') OR (status = 'succeeded' AND json_extract(result, '$.status') = 'partial'))
       AND ended_at > 'x' ORDER BY id DESC LIMIT 1`,
  ).all();
  expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('jobs_not_good')]);
});

test('what makes a job good again: later ones of its kind that did everything, and those that go on with it', () => {
  const done: Ending = { status: 'succeeded', result: switched(switchPlan()) };
  const early = job(done);
  const failed = job(FAILED);
  const later = job(done);
  const other = job({ status: 'succeeded', result: verified('/b/a.zip') }, { work: verifyOf('/b/a.zip') });
  const follower = job(done, { follows: failed });
  job(FAILED, { follows: failed });
  const after = { cluster: 'one', kind: 'switch', after: failed, limit: 10 };
  expect(goodJobsAfter(store, after).map(({ id }) => id)).toEqual([follower, later]);
  expect(goodJobsAfter(store, { ...after, kind: 'verify' }).map(({ id }) => id)).toEqual([other]);
  expect(goodJobsAfter(store, { ...after, after: '0' }).map(({ id }) => id)).toContain(early);
  expect(goodJobsThatFollow(store, [failed])).toEqual([{ id: follower, kind: 'switch', follows: failed }]);
});

test('the jobs of a time are those that were alive in it', () => {
  expect(lastJobEnd(store)).toBeNull();
  const id = job(FAILED);
  const at = Date.parse(lastJobEnd(store)!);
  const between = (from: number, to: number) =>
    jobsBetween(store, {
      cluster: 'one',
      from: new Date(at + from).toISOString(),
      to: new Date(at + to).toISOString(),
      each: 1,
    });
  expect(between(-60_000, 60_000)).toEqual({ ids: [id], leftOut: null });
  expect(between(60_000, 120_000).ids).toEqual([]);
  expect(between(-120_000, -60_000).ids).toEqual([]);
  const later = [job(FAILED), job(FAILED), job(FAILED)];
  expect(between(-60_000, 60_000)).toEqual({
    ids: [id, later[2]],
    leftOut: { count: 2, after: store.get(id)!.createdAt },
  });
});

test('a job whose incident was not watched any more may be one again', () => {
  const ended = { at: new Date(NOW).toISOString(), after: null };
  const incidentOf = (job: string, by: 'itself' | 'not-watched') => {
    const facts = { kind: 'job', job, title: 'Switch government', status: 'failed', message: null } as const;
    const finding = { subject: job, severity: 'warning', facts, began: ended, holdMs: 0 } as const;
    applyTransitions(store, 'one', [{ change: 'begin', finding, confirmed: true, seenMs: NOW, now: NOW }]);
    const id = String(store[SQL].prepare('SELECT max(id) AS id FROM incidents').get()!.id);
    const end = by === 'itself' ? ({ change: 'end', id, ended } as const) : ({ change: by, id, sinceMs: NOW } as const);
    applyTransitions(store, 'one', [{ change: 'gone', id, sinceMs: NOW }, end]);
  };
  incidentOf('1', 'itself');
  incidentOf('2', 'not-watched');
  expect([...jobsOfEndedIncidents(store, 'one')]).toEqual(['1']);
});
