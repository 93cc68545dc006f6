import type { Job } from '../../contract/job.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';
import { toJob, type JobRow } from './rows.ts';

interface Between {
  /** Key and uuid of the cluster: jobs under its other keys count too. `uuid` null: unknown. */
  cluster: string;
  uuid: string | null;
  /** Milliseconds since 1970. */
  from: number;
  until: number;
}

/** The jobs that were running at some time in between, newest first; at most 200. */
export const jobsBetween = (store: JobStore, { cluster, from, until, uuid }: Between): Job[] =>
  store.read(() =>
    store[SQL].prepare(
      // By their end: few jobs end after a given time, and many have ended before. `+`: not in the order of the table.
      `SELECT * FROM jobs
         WHERE (ended_at IS NULL OR ended_at >= ?) AND started_at <= ? AND (cluster = ? OR cluster_uuid = ?)
         ORDER BY +id DESC LIMIT 200`,
    )
      .all(new Date(from).toISOString(), new Date(until).toISOString(), cluster, uuid)
      .map((row) => toJob(row as JobRow)),
  );
