import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { JobResult } from '../../../lib/contract/job.ts';
import { thisProcess } from '../../../lib/jobs/owner.ts';
import { SQL } from '../../../lib/jobs/store/database.ts';
import { JobStore, type Ending } from '../../../lib/jobs/store/job-store.ts';
import { databaseMetrics } from '../../../lib/jobs/store/metrics.ts';
import { SCHEMA } from '../../../lib/jobs/store/schema.ts';
import { operator, verified, verifyOf } from '../builders.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();
const owner = thisProcess('server');
const FILE = '/b/government.zip';

beforeEach(() => vi.useFakeTimers({ now: Date.UTC(2026, 10, 29, 3), toFake: ['Date'] }));
afterEach(() => vi.useRealTimers());

/** Ends as it says, so many seconds after it began; null: it was still queued. */
function endedJob(ending: Ending, seconds: number | null, cluster = 'one'): string {
  const { store } = temporary;
  const { job } = store.create({ cluster, actor: operator, work: verifyOf(FILE) }, owner);
  if (seconds !== null) {
    store.begin(job.id, owner);
    vi.setSystemTime(Date.now() + seconds * 1000);
  }
  store.end(job.id, ending);
  return job.id;
}

const good: Ending = { status: 'succeeded', result: verified(FILE) };
const partial: Ending = { status: 'succeeded', result: { ...verified(FILE), status: 'partial' } as JobResult };
const failed: Ending = { status: 'failed', failure: { code: 'disk', message: 'No space.' }, resumable: true };
const cancelled: Ending = { status: 'cancelled', resumable: false };

const totals = () =>
  databaseMetrics(temporary.store).totals.map(({ began, cluster, ended, kind, seconds, status }) => ({
    cluster,
    kind,
    status,
    ended,
    began,
    seconds: Math.round(seconds),
  }));

describe('jobs that have ended', () => {
  test('are counted by cluster, kind and how they ended: one that left something out is partial', () => {
    endedJob(good, 2);
    endedJob(good, 40);
    endedJob(partial, 5);
    endedJob(failed, 1);
    endedJob(good, 3, 'two');
    expect(totals()).toEqual([
      { cluster: 'one', kind: 'verify', status: 'failed', ended: 1, began: 1, seconds: 1 },
      { cluster: 'one', kind: 'verify', status: 'partial', ended: 1, began: 1, seconds: 5 },
      { cluster: 'one', kind: 'verify', status: 'succeeded', ended: 2, began: 2, seconds: 42 },
      { cluster: 'two', kind: 'verify', status: 'succeeded', ended: 1, began: 1, seconds: 3 },
    ]);
  });

  test('have their durations in buckets, each with the shorter ones; one that never began has none', () => {
    endedJob(good, 1);
    endedJob(good, 61);
    endedJob(good, 100_000);
    endedJob(cancelled, null);
    const [stopped, done] = databaseMetrics(temporary.store).totals;
    expect(stopped).toMatchObject({ status: 'cancelled', ended: 1, began: 0, seconds: 0, durations: [] });
    expect(done!.durations.map(({ jobs, within }) => [within, jobs])).toEqual([
      [1, 1],
      [10, 1],
      [60, 1],
      [300, 2],
      [900, 2],
      [3600, 2],
      [14_400, 2],
      [43_200, 2],
    ]);
    expect(done!.began).toBe(3);
  });

  test('took no time, never less, where the clock was set back meanwhile', () => {
    endedJob(good, -3600);
    expect(totals()).toMatchObject([{ ended: 1, seconds: 0 }]);
  });

  test('remain counted when their rows are deleted, and after a restart', () => {
    const id = endedJob(good, 2);
    const before = databaseMetrics(temporary.store);
    temporary.store[SQL].exec(`DELETE FROM record; DELETE FROM verified_backups; DELETE FROM jobs WHERE id = ${id}`);
    expect(databaseMetrics(temporary.store)).toEqual(before);
    const again = JobStore.open(temporary.data);
    expect(databaseMetrics(again)).toEqual(before);
    again.close();
  });

  test('of an older database are counted once, when it is opened', () => {
    endedJob(good, 2);
    endedJob(partial, 70);
    endedJob(cancelled, null);
    const counted = databaseMetrics(temporary.store);
    uncount();
    const again = JobStore.open(temporary.data);
    expect(databaseMetrics(again)).toEqual(counted);
    again.close();
  });
});

/** The database as it was before anything was counted. */
function uncount(): void {
  const before = SCHEMA.findIndex((statements) => statements.includes('CREATE TABLE job_totals'));
  temporary.store[SQL].exec(`
    DROP TRIGGER jobs_counted; DROP TRIGGER incidents_counted; DROP TRIGGER confirmed_incidents_counted;
    DROP TRIGGER channels_counted; DROP TRIGGER sent_messages_counted; DROP TRIGGER given_up_messages_counted;
    DROP VIEW ended_jobs; DROP TABLE job_totals; DROP TABLE job_durations; DROP TABLE duration_bounds;
    DROP TABLE incident_totals; DROP TABLE message_totals; DROP TABLE migrations; PRAGMA user_version = ${before};`);
}

test('queued and running jobs are counted as they are now', () => {
  const { store } = temporary;
  let files = 0;
  const start = () =>
    store.create({ cluster: 'one', actor: operator, work: verifyOf(`/b/${(files += 1)}.zip`) }, owner).job.id;
  start();
  store.begin(start(), owner);
  store.begin(start(), owner);
  vi.setSystemTime(Date.now() + 60_000);
  start();
  expect(databaseMetrics(store).alive).toEqual([
    { cluster: 'one', kind: 'verify', status: 'queued', jobs: 2, oldest: '2026-11-29T03:00:00.000Z' },
    { cluster: 'one', kind: 'verify', status: 'running', jobs: 2, oldest: '2026-11-29T03:00:00.000Z' },
  ]);
});

describe('incidents', () => {
  const insert = (kind: string, subject: string, confirmedAt: string | null, endedAt: string | null = null) =>
    temporary.store[SQL].prepare(
      `INSERT INTO incidents (cluster, kind, subject, severity, facts, began_at, noticed_at, confirmed_at, seen_ms, ended_at)
         VALUES ('one', ?, ?, 'critical', '{}', '2026-11-29T03:00:00.000Z', '2026-11-29T03:00:00.000Z', ?, 0, ?)`,
    ).run(kind, subject, confirmedAt, endedAt);
  const AT = '2026-11-29T03:02:00.000Z';

  test('are counted once they are confirmed, and are open until they end', () => {
    insert('documents-lost', 'government', null);
    insert('cluster-red', '', AT);
    insert('cluster-red', 'earlier', AT, AT);
    expect(databaseMetrics(temporary.store)).toMatchObject({
      openIncidents: [{ cluster: 'one', kind: 'cluster-red', severity: 'critical', incidents: 1 }],
      incidentTotals: [{ cluster: 'one', kind: 'cluster-red', began: 2 }],
    });
    temporary.store[SQL].exec(`UPDATE incidents SET confirmed_at = '${AT}' WHERE kind = 'documents-lost'`);
    temporary.store[SQL].exec(`UPDATE incidents SET ended_at = '${AT}', confirmed_at = confirmed_at`);
    expect(databaseMetrics(temporary.store)).toMatchObject({
      openIncidents: [],
      incidentTotals: [
        { kind: 'cluster-red', began: 2 },
        { kind: 'documents-lost', began: 1 },
      ],
    });
  });

  test('that are deleted remain counted', () => {
    insert('cluster-red', '', AT);
    temporary.store[SQL].exec('DELETE FROM incidents');
    expect(databaseMetrics(temporary.store).incidentTotals).toEqual([
      { cluster: 'one', kind: 'cluster-red', began: 1 },
    ]);
  });
});

test('the messages of a channel wait until they are sent or given up, and are counted then', () => {
  const sql = temporary.store[SQL];
  const insert = sql.prepare(
    `INSERT INTO messages (channel, cluster, event, subject, body, created_ms, next_try_ms) VALUES (?, 'one', 'began', ?, '', ?, 0)`,
  );
  for (const [channel, subject, at] of [
    ['mail', 'incident:1', 2_000],
    ['mail', 'incident:2', 1_000],
    ['mail', 'incident:3', 3_000],
    ['chat', 'incident:1', 4_000],
    ['mail', 'run:1:100', 500],
  ] as const)
    insert.run(channel, subject, at);
  sql.exec(`UPDATE messages SET sent_ms = 5000 WHERE channel = 'chat'`);
  sql.exec(`UPDATE messages SET attempts = 9, gave_up_ms = 5000 WHERE subject = 'incident:2'`);
  // A later run says more: it is not missed.
  sql.exec(`UPDATE messages SET gave_up_ms = 5000, outdated = 1 WHERE subject = 'run:1:100'`);
  expect(databaseMetrics(temporary.store).messages).toEqual([
    { channel: 'chat', waiting: 0, oldestMs: null, sent: 1, givenUp: 0 },
    { channel: 'mail', waiting: 2, oldestMs: 2_000, sent: 0, givenUp: 1 },
  ]);
});

test('nothing reads the rows of ended jobs, of which there are thousands', () => {
  const sql = temporary.store[SQL];
  const plan = sql
    .prepare(
      `EXPLAIN QUERY PLAN SELECT cluster, kind, status, count(*) FROM jobs
      WHERE status IN ('queued', 'running') GROUP BY cluster, kind, status`,
    )
    .all();
  expect(JSON.stringify(plan)).toContain('jobs_alive');
});
