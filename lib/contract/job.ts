import { z } from 'zod';
import type { Progress } from './progress.ts';

export const actor = z.object({
  /** Sign-in name, "command line", or "local" where there is no sign-in. */
  name: z.string(),
  role: z.enum(['viewer', 'operator', 'admin']),
  /** Network address of the request; null: the command line. */
  address: z.string().nullable(),
});
export type Actor = z.infer<typeof actor>;

export const failure = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.string().optional(),
  // eslint-disable-next-line no-restricted-syntax -- our own words: fields, check, plan
  details: z.record(z.string(), z.unknown()).optional(),
});
type Failure = z.infer<typeof failure>;

/** What a job is to do: enough to run it again. Each kind has its own schema (lib/kinds/<kind>/schema.ts). */
export interface JobWork {
  readonly kind: string;
}

/**
 * What a job has done. `status` is partial if something was rejected or left out; results without it are never partial.
 */
export interface JobResult {
  readonly kind: string;
  readonly status?: 'done' | 'partial';
}

export const JOB_STATUSES = ['queued', 'running', 'succeeded', 'failed', 'cancelled', 'interrupted'] as const;
export type JobStatus = (typeof JOB_STATUSES)[number];

interface JobBase<Work> {
  /** A number from 1, as text: it is part of URLs. */
  id: string;
  /** Its key in the configuration. */
  cluster: string;
  /** "Restore government from 2018-01-08 03:00 UTC". */
  title: string;
  actor: Actor;
  /** ISO 8601, as every time of a job. */
  createdAt: string;
  work: Work;
  /** Names of the locks it holds while it is queued or running. */
  subjects: string[];
  /** The job this one resumes, retries or undoes. */
  follows: string | null;
}

interface QueuedJob<Work extends JobWork = JobWork> extends JobBase<Work> {
  status: 'queued';
}

export interface RunningJob<Work extends JobWork = JobWork> extends JobBase<Work> {
  status: 'running';
  startedAt: string;
  progress: Progress | null;
  cancelRequestedAt: string | null;
}

export interface SucceededJob<
  Work extends JobWork = JobWork,
  Result extends JobResult = JobResult,
> extends JobBase<Work> {
  status: 'succeeded';
  startedAt: string;
  endedAt: string;
  result: Result;
}

/** A job that ended without success. */
interface Unfinished<Work> extends JobBase<Work> {
  endedAt: string;
  progress: Progress | null;
  resumable: boolean;
}

export interface FailedJob<Work extends JobWork = JobWork> extends Unfinished<Work> {
  status: 'failed';
  startedAt: string | null;
  failure: Failure;
}

export interface CancelledJob<Work extends JobWork = JobWork> extends Unfinished<Work> {
  status: 'cancelled';
  startedAt: string | null;
  /** null: by Ctrl-C in its own terminal. */
  cancelledBy: string | null;
}

interface InterruptedJob<Work extends JobWork = JobWork> extends Unfinished<Work> {
  status: 'interrupted';
  startedAt: string;
  why: string;
}

/** A job that may be resumed or started again. */
export type UnfinishedJob<Work extends JobWork = JobWork> = FailedJob<Work> | CancelledJob<Work> | InterruptedJob<Work>;

/** A job is stored before its first request, and its outcome after the last one. */
export type Job<Work extends JobWork = JobWork, Result extends JobResult = JobResult> =
  QueuedJob<Work> | RunningJob<Work> | SucceededJob<Work, Result> | UnfinishedJob<Work>;

export interface JobLogLine {
  seq: number;
  at: string;
  text: string;
}

/** A job in a list: without its plan and result, which can be long. */
export interface JobSummary {
  id: string;
  cluster: string;
  kind: string;
  title: string;
  actor: Actor;
  status: JobStatus;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  cancelRequestedAt: string | null;
  progress: Progress | null;
  /** Why it did not succeed, as a sentence; null: it succeeded or has not ended. */
  problem: string | null;
  /** The result is partial: rejected documents, remaining indices. */
  partial: boolean;
  resumable: boolean;
  follows: string | null;
}
