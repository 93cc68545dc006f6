import type { JobStatus } from '../../contract/job.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** A job that ended without doing everything. Times are ISO. */
export interface BadJob {
  id: string;
  kind: string;
  title: string;
  status: Extract<JobStatus, 'failed' | 'interrupted' | 'succeeded'>;
  endedAt: string;
  /** The last sign of life of its process. */
  beatAt: string | null;
  /** Why, as a sentence; null: it succeeded in part. */
  problem: string | null;
  /** The job that it resumed or retried. */
  follows: string | null;
}

/** A job that did everything. */
export interface GoodJob {
  id: string;
  kind: string;
  follows: string | null;
}

/** As `watchedSince`, without noting anything; null: nothing was noted. */
export function notedSince(store: JobStore, cluster: string): string | null {
  const since = sinceMsOf(store, cluster);
  return since === null ? null : new Date(since).toISOString();
}

function sinceMsOf(store: JobStore, cluster: string): number | null {
  const row = store.read(() =>
    store[SQL].prepare(`SELECT json_extract(state, '$.sinceMs') AS since FROM watched_clusters WHERE cluster = ?`).get(
      cluster,
    ),
  );
  return typeof row?.since === 'number' ? row.since : null;
}

/**
 * Since when what ends on a cluster is watched, as ISO: jobs that ended before that are history. The first call notes `now`
 * (milliseconds since 1970); a clock that was set back notes it again.
 */
export function watchedSince(store: JobStore, cluster: string, now: number): string {
  const before = sinceMsOf(store, cluster);
  if (before !== null && before <= now) return new Date(before).toISOString();
  store.transact(() =>
    store[SQL].prepare(
      `INSERT INTO watched_clusters (cluster, state) VALUES (?1, json_object('sinceMs', ?2))
         ON CONFLICT (cluster) DO UPDATE SET state = json_set(state, '$.sinceMs', ?2)
           WHERE coalesce(json_extract(state, '$.sinceMs'), 9e15) > ?2`,
    ).run(cluster, now),
  );
  return new Date(sinceMsOf(store, cluster) ?? now).toISOString();
}

/** Those that people started, newest first. `since`: ISO. */
export const badJobs = (
  store: JobStore,
  { cluster, limit, since }: { cluster: string; since: string; limit: number },
): BadJob[] =>
  store
    .read(() =>
      // As in the index jobs_not_good.
      store[SQL].prepare(
        `SELECT id, kind, title, status, ended_at, beat_at, follows, why, json_extract(failure, '$.message') AS problem
           FROM jobs WHERE cluster = ? AND schedule IS NULL
             AND (status IN ('failed', 'interrupted') OR (status = 'succeeded' AND json_extract(result, '$.status') = 'partial'))
             AND ended_at > ?
           ORDER BY id DESC LIMIT ?`,
      ).all(cluster, since, limit),
    )
    .map((row) => ({
      id: String(row.id),
      kind: String(row.kind),
      title: String(row.title),
      status: row.status as BadJob['status'],
      endedAt: String(row.ended_at),
      beatAt: textOrNull(row.beat_at),
      problem: textOrNull(row.problem) ?? textOrNull(row.why),
      follows: textOrNull(row.follows),
    }));

/** The newest of a kind after a job. Those of schedules count too. */
export const goodJobsAfter = (
  store: JobStore,
  { after, cluster, kind, limit }: { cluster: string; kind: string; after: string; limit: number },
): GoodJob[] =>
  store
    .read(() =>
      store[SQL].prepare(
        // As in the index jobs_good.
        `SELECT id, kind, follows FROM jobs INDEXED BY jobs_good
           WHERE cluster = ? AND kind = ? AND id > ? AND status = 'succeeded' AND json_extract(result, '$.status') IS NOT 'partial'
           ORDER BY id DESC LIMIT ?`,
      ).all(cluster, kind, Number(after), limit),
    )
    .map(toGood);

/** Those that went on with one of these jobs. */
export const goodJobsThatFollow = (store: JobStore, jobs: readonly string[]): GoodJob[] =>
  store
    .read(() =>
      store[SQL].prepare(
        `SELECT id, kind, follows FROM jobs INDEXED BY jobs_that_follow
           WHERE follows IN (SELECT value FROM json_each(?)) AND status = 'succeeded'
             AND json_extract(result, '$.status') IS NOT 'partial'`,
      ).all(JSON.stringify(jobs.map(Number))),
    )
    .map(toGood);

const toGood = (row: Record<string, unknown>): GoodJob => ({
  id: String(row.id),
  kind: String(row.kind),
  follows: textOrNull(row.follows),
});

/**
 * Jobs whose incident has ended, by itself or by a person: they begin none again. One that was not watched any more may. The newest
 * incidents only.
 */
export const jobsOfEndedIncidents = (store: JobStore, cluster: string, limit = 2_000): Set<string> =>
  new Set(
    store
      .read(() =>
        store[SQL].prepare(
          `SELECT json_extract(facts, '$.job') AS job FROM incidents INDEXED BY incidents_by_kind
             WHERE cluster = ? AND kind = 'job' AND ended_at IS NOT NULL AND ended_by IS NOT 'not-watched'
             ORDER BY id DESC LIMIT ?`,
        ).all(cluster, limit),
      )
      .map((row) => String(row.job)),
  );

/** When a job of this installation last ended, as ISO; null: none has. */
export const lastJobEnd = (store: JobStore): string | null =>
  textOrNull(store.read(() => store[SQL].prepare('SELECT max(ended_at) AS at FROM jobs').get())?.at);

export interface JobsBetween {
  /** Oldest first. */
  ids: string[];
  /** Of those in the middle, which are left out: how many, and when the last one before them was created (ISO). */
  leftOut: { count: number; after: string } | null;
}

/** The jobs of a cluster that were alive at some time between two (ISO): the first and the last, so many of each. */
export function jobsBetween(
  store: JobStore,
  { cluster, each, from, to }: { cluster: string; from: string; to: string; each: number },
): JobsBetween {
  const alive = 'FROM jobs WHERE cluster = ? AND created_at <= ? AND (ended_at IS NULL OR ended_at >= ?)';
  return store.read(() => {
    const some = (order: 'ASC' | 'DESC') =>
      store[SQL].prepare(`SELECT id, created_at ${alive} ORDER BY id ${order} LIMIT ?`).all(cluster, to, from, each);
    const [first, last] = [some('ASC'), some('DESC').reverse()];
    const rows = new Map([...first, ...last].map((row) => [String(row.id), String(row.created_at)]));
    const ids = [...rows.keys()];
    const after = textOrNull(first.at(-1)?.created_at);
    if (first.length < each || after === null) return { ids, leftOut: null };
    const all = store[SQL].prepare(`SELECT count(*) AS count ${alive}`).get(cluster, to, from);
    const count = Number(all?.count) - ids.length;
    return { ids, leftOut: count > 0 ? { count, after } : null };
  });
}

const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
