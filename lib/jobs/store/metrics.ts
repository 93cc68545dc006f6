import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** The jobs of one kind and status that have ended. `status`: that of the job, or `partial`. */
export interface JobTotals {
  cluster: string;
  kind: string;
  status: string;
  ended: number;
  /** Those of them that began: a job can be cancelled in the queue. */
  began: number;
  /** How long these took, together. */
  seconds: number;
  /** How many of them took at most so long, ascending. */
  durations: { within: number; jobs: number }[];
}

export interface AliveJobs {
  cluster: string;
  kind: string;
  status: 'queued' | 'running';
  jobs: number;
  /** When the oldest of them was made, ISO. */
  oldest: string;
}

export interface OpenIncidents {
  cluster: string;
  kind: string;
  severity: string;
  incidents: number;
}

export interface IncidentTotals {
  cluster: string;
  kind: string;
  began: number;
}

/** The messages of a channel that has had one. */
export interface ChannelMessages {
  channel: string;
  waiting: number;
  /** When the oldest of those that wait was made, in milliseconds; null: none waits. */
  oldestMs: number | null;
  sent: number;
  givenUp: number;
}

/** What /metrics shows of the jobs' database: sums that are kept, and rows found by small indices, however many jobs there are. */
export interface DatabaseMetrics {
  totals: JobTotals[];
  alive: AliveJobs[];
  openIncidents: OpenIncidents[];
  incidentTotals: IncidentTotals[];
  messages: ChannelMessages[];
}

/** Fails immediately if another process has locked the database. Throws AppError disk. */
export const databaseMetrics = (store: JobStore): DatabaseMetrics =>
  store.withoutWaiting(() =>
    store.read(() => ({
      totals: jobTotals(store),
      alive: rowsOf<AliveJobs>(
        store,
        `SELECT cluster, kind, status, count(*) AS jobs, min(created_at) AS oldest FROM jobs WHERE status IN ('queued', 'running')
           GROUP BY cluster, kind, status`,
      ),
      openIncidents: rowsOf<OpenIncidents>(
        store,
        `SELECT cluster, kind, severity, count(*) AS incidents FROM incidents
           WHERE ended_at IS NULL AND confirmed_at IS NOT NULL GROUP BY cluster, kind, severity`,
      ),
      incidentTotals: rowsOf<IncidentTotals>(store, 'SELECT cluster, kind, began FROM incident_totals'),
      messages: rowsOf<ChannelMessages>(
        store,
        `SELECT channel, sent, given_up AS givenUp, coalesce(waiting, 0) AS waiting, oldest AS oldestMs FROM message_totals
           LEFT JOIN (SELECT channel, count(*) AS waiting, min(created_ms) AS oldest FROM messages
             WHERE sent_ms IS NULL AND gave_up_ms IS NULL GROUP BY channel) USING (channel)
           ORDER BY channel`,
      ),
    })),
  );

/** The columns are named as the members of `Row`, and have their types. */
const rowsOf = <Row>(store: JobStore, sql: string): Row[] => store[SQL].prepare(sql).all() as Row[];

function jobTotals(store: JobStore): JobTotals[] {
  const durations = new Map<string, JobTotals['durations']>();
  const keyOf = ({ cluster, kind, status }: Pick<JobTotals, 'cluster' | 'kind' | 'status'>) =>
    JSON.stringify([cluster, kind, status]);
  type Duration = Pick<JobTotals, 'cluster' | 'kind' | 'status'> & { within: number; jobs: number };
  for (const { jobs, within, ...of } of rowsOf<Duration>(
    store,
    'SELECT cluster, kind, status, within_seconds AS within, jobs FROM job_durations ORDER BY within_seconds',
  )) {
    const known = durations.get(keyOf(of)) ?? [];
    known.push({ within, jobs });
    durations.set(keyOf(of), known);
  }
  return rowsOf<Omit<JobTotals, 'durations'>>(
    store,
    'SELECT cluster, kind, status, ended, began, seconds FROM job_totals ORDER BY cluster, kind, status',
  ).map((totals) => ({ ...totals, durations: durations.get(keyOf(totals)) ?? [] }));
}
