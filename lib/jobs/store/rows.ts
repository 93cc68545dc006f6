import type {
  Actor,
  CancelledJob,
  Job,
  JobResult,
  JobStatus,
  JobSummary,
  JobWork,
  UnfinishedJob,
} from '../../contract/job.ts';
import { kinds } from '../../kinds/kinds.ts';
import type { Progress } from '../../contract/progress.ts';
import type { Failure } from '../../errors.ts';
import { parseExact } from '../../json/exact.ts';
import type { Owner } from '../owner.ts';

/** A row of `jobs` as SQLite gives it. */
export type JobRow = Record<string, unknown> & { id: number; status: JobStatus };

const text = (value: unknown): string => String(value);
const maybe = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
// What stands in these columns was written by this program from typed values; numbers of mappings and filters stay as they are.
const data = <T>(value: unknown): T => parseExact(text(value)) as T;
const maybeData = <T>(value: unknown): T | null => (value === null || value === undefined ? null : data<T>(value));

const workOf = (row: JobRow): JobWork => kinds.parseWork(data<JobWork>(row.work));
export const checkpointOf = (row: JobRow): unknown => maybeData<unknown>(row.checkpoint);

/** Older versions stored the phase's label in its place, and the counters as buckets. */
function progressOf(row: JobRow): Progress | null {
  const stored = maybeData<Older>(row.progress);
  if (stored === null) return null;
  const { buckets, ...progress } = stored;
  return { ...progress, label: progress.label ?? progress.phase, counters: progress.counters ?? buckets ?? null };
}

type Older = Omit<Progress, 'label' | 'counters'> &
  Partial<Pick<Progress, 'label' | 'counters'>> & { buckets?: Progress['counters'] };

/** A job that is queued or running, with what tells whether its process lives. `job` and `checkpoint` are parsed when read: all are looked at each second. */
export interface AliveJob {
  id: string;
  status: 'queued' | 'running';
  readonly job: Job;
  owner: Owner;
  /** When its process last gave a sign of life. */
  beatAt: string;
  readonly checkpoint: unknown;
  cancelRequested: boolean;
}

export const toAlive = (row: JobRow): AliveJob => ({
  id: text(row.id),
  status: row.status === 'queued' ? 'queued' : 'running',
  get job() {
    return toJob(row);
  },
  owner: data<Owner>(row.owner),
  beatAt: text(row.beat_at),
  get checkpoint() {
    return checkpointOf(row);
  },
  cancelRequested: row.cancel_requested_at !== null,
});

export function toJob(row: JobRow): Job {
  const base = {
    id: text(row.id),
    cluster: text(row.cluster),
    title: text(row.title),
    actor: data<Actor>(row.actor),
    createdAt: text(row.created_at),
    work: workOf(row),
    subjects: data<string[]>(row.subjects),
    follows: maybe(row.follows),
  };
  const progress = progressOf(row);
  const startedAt = maybe(row.started_at);
  const endedAt = text(row.ended_at);
  switch (row.status) {
    case 'queued':
      return { ...base, status: 'queued' };
    case 'running':
      return {
        ...base,
        status: 'running',
        startedAt: text(row.started_at),
        progress,
        cancelRequestedAt: maybe(row.cancel_requested_at),
      };
    case 'succeeded':
      return {
        ...base,
        status: 'succeeded',
        startedAt: text(row.started_at),
        endedAt,
        result: kinds.parseResult(text(row.kind), data<JobResult>(row.result)),
      };
    case 'failed':
    case 'cancelled':
    case 'interrupted':
      return unfinished(row, row.status, { ...base, startedAt, endedAt, progress, resumable: row.resumable === 1 });
    default:
      return row.status satisfies never;
  }
}

type WithoutEnding = Omit<CancelledJob, 'status' | 'cancelledBy'>;

function unfinished(row: JobRow, status: UnfinishedJob['status'], base: WithoutEnding): UnfinishedJob {
  switch (status) {
    case 'failed':
      return { ...base, status, failure: data<Failure>(row.failure) };
    case 'cancelled':
      return { ...base, status, cancelledBy: maybe(row.cancel_requested_by) };
    case 'interrupted':
      return { ...base, status, startedAt: text(row.started_at), why: text(row.why) };
    default:
      return status satisfies never;
  }
}

/** Columns `toSummary` reads: not the plan and the result, which can be megabytes. */
export const SUMMARY_COLUMNS = `id, cluster, kind, title, actor, status, created_at, started_at, ended_at, cancel_requested_at, progress, resumable, follows, why,
  json_extract(failure, '$.message') AS problem, json_extract(result, '$.status') AS outcome`;

export function toSummary(row: JobRow): JobSummary {
  return {
    id: text(row.id),
    cluster: text(row.cluster),
    kind: text(row.kind),
    title: text(row.title),
    actor: data<Actor>(row.actor),
    status: row.status,
    createdAt: text(row.created_at),
    startedAt: maybe(row.started_at),
    endedAt: maybe(row.ended_at),
    cancelRequestedAt: maybe(row.cancel_requested_at),
    progress: progressOf(row),
    problem: maybe(row.problem) ?? maybe(row.why),
    partial: row.outcome === 'partial',
    resumable: row.resumable === 1,
    follows: maybe(row.follows),
  };
}
