import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';
import { SILENT_PROCESS_MS } from './rows.ts';

/** The jobs of one cluster that have not ended. */
export interface AliveOfCluster {
  running: number;
  queued: number;
  /** Those of the running ones in which nothing moves. */
  waiting: number;
  /** The newest that runs, else the newest in the queue. */
  first: { id: string; title: string };
}

/** By cluster; one without such a job has no entry. Titles, not works, are read. Throws AppError disk. */
export const aliveJobsOfAll = (store: JobStore): Map<string, AliveOfCluster> =>
  new Map(
    store
      .read(() =>
        // SQLite takes the columns beside the one max() from the row that has it.
        store[SQL].prepare(
          `SELECT cluster, id, title, max(id + CASE status WHEN 'running' THEN 1e15 ELSE 0 END),
                  count(*) FILTER (WHERE status = 'running') AS running,
                  count(*) FILTER (WHERE status = 'queued') AS queued,
                  count(*) FILTER (WHERE status = 'running' AND (beat_at < ?1
                    OR json_extract(progress, '$.waitingFor') IS NOT NULL
                    OR json_extract(progress, '$.pausedBecause') IS NOT NULL)) AS waiting
             FROM jobs WHERE status IN ('queued', 'running') GROUP BY cluster`,
        ).all(new Date(Date.now() - SILENT_PROCESS_MS).toISOString()),
      )
      .map((row) => [
        String(row.cluster),
        {
          running: Number(row.running),
          queued: Number(row.queued),
          waiting: Number(row.waiting),
          first: { id: String(row.id), title: String(row.title) },
        },
      ]),
  );
