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
import { NO_CONTROLS, type RunControls } from '../../contract/run-controls.ts';
import type { Progress } from '../../contract/progress.ts';
import type { Failure } from '../../errors.ts';
import { parseExact } from '../../json/exact.ts';
import type { Owner } from '../owner.ts';

/** A row of `jobs` as SQLite gives it. */
export type JobRow = Record<string, unknown> & { id: number; status: JobStatus };

/** A job's number from its id in a URL; -1, which no job has: not a number. */
export const jobNumber = (id: string): number => (/^[1-9]\d{0,14}$/.test(id) ? Number(id) : -1);

const text = (value: unknown): string => String(value);
const textOrNull = (value: unknown): string | null => (value === null || value === undefined ? null : String(value));
// This program wrote these columns from typed values. The parser keeps numbers of mappings and filters exact.
const parsed = <T>(value: unknown): T => parseExact(text(value)) as T;
const parsedOrNull = <T>(value: unknown): T | null => (value === null || value === undefined ? null : parsed<T>(value));

const workOf = (row: JobRow): JobWork => kinds.parseWork(parsed<JobWork>(row.work));
export const checkpointOf = (row: JobRow): unknown => parsedOrNull<unknown>(row.checkpoint);

/** Older versions stored the phase's label as `phase`, and the counters as `buckets`. */
function progressOf(row: JobRow): Progress | null {
  const stored = parsedOrNull<StoredProgress>(row.progress);
  if (stored === null) return null;
  const { buckets, ...progress } = stored;
  return { ...progress, label: progress.label ?? progress.phase, counters: progress.counters ?? buckets ?? null };
}

/** The process that runs a job writes at least every five seconds (HEARTBEAT_EVERY_MS). */
export const SILENT_PROCESS_MS = 15_000;

/** The progress of a running job; without rate and time left where its process has stopped writing. */
function runningProgressOf(row: JobRow): Progress | null {
  const progress = progressOf(row);
  const heartbeat = textOrNull(row.beat_at);
  if (progress === null || heartbeat === null || Date.now() - Date.parse(heartbeat) < SILENT_PROCESS_MS)
    return progress;
  const waitingFor = { what: 'a report of the process that runs it', since: heartbeat };
  return { ...progress, rate: null, secondsLeft: null, waitingFor };
}

type StoredProgress = Omit<Progress, 'label' | 'counters'> &
  Partial<Pick<Progress, 'label' | 'counters'>> & { buckets?: Progress['counters'] };

/**
 * A queued or running job, with its owner and heartbeat. `job` and `checkpoint` are parsed when they are read: every
 * poll, each second, reads all alive jobs.
 */
export interface AliveJob {
  id: string;
  status: 'queued' | 'running';
  readonly job: Job;
  owner: Owner;
  /** When its process last saved a sign of life. */
  heartbeatAt: string;
  readonly checkpoint: unknown;
  cancelRequested: boolean;
  /** A schedule started it. */
  scheduled: boolean;
}

export const controlsOf = (stored: unknown): RunControls =>
  typeof stored === 'string' ? parsed<RunControls>(stored) : NO_CONTROLS;

export const toAlive = (row: JobRow): AliveJob => ({
  id: text(row.id),
  status: row.status === 'queued' ? 'queued' : 'running',
  get job() {
    return toJob(row);
  },
  owner: parsed<Owner>(row.owner),
  heartbeatAt: text(row.beat_at),
  get checkpoint() {
    return checkpointOf(row);
  },
  cancelRequested: row.cancel_requested_at !== null,
  scheduled: row.schedule !== null,
});

export function toJob(row: JobRow): Job {
  const base = {
    id: text(row.id),
    cluster: text(row.cluster),
    title: text(row.title),
    actor: parsed<Actor>(row.actor),
    createdAt: text(row.created_at),
    work: workOf(row),
    subjects: parsed<string[]>(row.subjects),
    follows: textOrNull(row.follows),
  };
  const progress = progressOf(row);
  const startedAt = textOrNull(row.started_at);
  const endedAt = text(row.ended_at);
  switch (row.status) {
    case 'queued':
      return { ...base, status: 'queued' };
    case 'running':
      return {
        ...base,
        status: 'running',
        startedAt: text(row.started_at),
        progress: runningProgressOf(row),
        cancelRequestedAt: textOrNull(row.cancel_requested_at),
      };
    case 'succeeded':
      return {
        ...base,
        status: 'succeeded',
        startedAt: text(row.started_at),
        endedAt,
        result: kinds.parseResult(text(row.kind), parsed<JobResult>(row.result)),
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
      return { ...base, status, failure: parsed<Failure>(row.failure) };
    case 'cancelled':
      return { ...base, status, cancelledBy: textOrNull(row.cancel_requested_by) };
    case 'interrupted':
      return { ...base, status, startedAt: text(row.started_at), why: text(row.why) };
    default:
      return status satisfies never;
  }
}

/** The columns that `toSummary` reads: not the plan and the result, which can be megabytes. */
export const SUMMARY_COLUMNS = `id, cluster, kind, title, actor, status, created_at, started_at, ended_at, beat_at, cancel_requested_at, progress, resumable, follows, why,
  json_extract(failure, '$.message') AS problem, json_extract(result, '$.status') AS outcome`;

export function toSummary(row: JobRow): JobSummary {
  return {
    id: text(row.id),
    cluster: text(row.cluster),
    kind: text(row.kind),
    title: text(row.title),
    actor: parsed<Actor>(row.actor),
    status: row.status,
    createdAt: text(row.created_at),
    startedAt: textOrNull(row.started_at),
    endedAt: textOrNull(row.ended_at),
    cancelRequestedAt: textOrNull(row.cancel_requested_at),
    progress: row.status === 'running' ? runningProgressOf(row) : progressOf(row),
    problem: textOrNull(row.problem) ?? textOrNull(row.why),
    partial: row.outcome === 'partial',
    resumable: row.resumable === 1,
    follows: textOrNull(row.follows),
  };
}
