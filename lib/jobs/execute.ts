import { cp, rename } from 'node:fs/promises';
import type { Place } from '../backups/sources.ts';
import { redactDeep } from '../config/redact.ts';
import type { Job, JobResult } from '../contract/job.ts';
import { isAppError, toFailure, type Failure } from '../errors.ts';
import type { RunRegistry } from '../kinds/run-registry.ts';
import { log } from '../log.ts';
import { withRetry, type RetryPolicy } from '../retry.ts';
import type { Run } from '../running/run.ts';
import { ActiveJob } from './active-job.ts';

import type { Owner } from './owner.ts';
import { auditJobEnd } from './audit-job-end.ts';
import type { Ending, JobStore } from './store/job-store.ts';
import { watchedPlace } from './watched-place.ts';

/** What a job needs from the process that runs it: the server, or a command line. */
export interface JobHost {
  readonly store: JobStore;
  readonly owner: Owner;
  readonly runs: RunRegistry;
  /** Throws AppError if the cluster is no longer configured: then the job fails. */
  place(job: Job): Place;
  /** The job's own folder, for files that must outlive its run. */
  directory(id: string): string;
  /** Also receives what the run reports: a terminal displays it. */
  readonly listener?: Pick<Run, 'report' | 'log' | 'ask'>;
  /** How long saving the outcome is retried while the database is locked or full. */
  readonly outcomeRetry: RetryPolicy;
}

/** A running job. */
export interface Execution {
  readonly active: ActiveJob;
  /** Never rejects. */
  readonly ended: Promise<ExecutionEnd>;
}

export interface ExecutionEnd {
  ending: Ending;
  /** What the run threw; undefined: it succeeded. */
  error?: unknown;
  /**
   * Why the ending could not be saved; null: it is saved. Unsaved, the job is ended later, as one whose process is
   * gone.
   */
  saveError: unknown;
}

/** Runs a job that this process has begun, and saves its outcome. */
export function execute(job: Job, checkpoint: unknown, host: JobHost): Execution {
  const active = new ActiveJob(job.id, host.store, host.owner, checkpoint);
  return { active, ended: runToEnd(job, active, host) };
}

async function runToEnd(job: Job, active: ActiveJob, host: JobHost): Promise<ExecutionEnd> {
  // The caller can stop it before its first step.
  await Promise.resolve();
  try {
    const result = await run(job, active, host);
    return await saveOutcome(active, { ending: { status: 'succeeded', result } }, host);
  } catch (error) {
    return saveOutcome(active, { ending: endingOf(error, active), error }, host);
  } finally {
    active.close();
  }
}

async function run(job: Job, active: ActiveJob, host: JobHost): Promise<JobResult> {
  const directory = host.directory(job.id);
  if (active.checkpoint !== null) await continueFiles(job, host);
  const reporting = withListener(active.run(directory), host.listener);
  const { place, openRequest } = watchedPlace(host.place(job), reporting);
  active.reportWaits({ openRequest, listener: host.listener });
  return host.runs.of(job.work)(place, job.work, reporting as Run<never>);
}

function withListener(run: Run, listener: JobHost['listener']): Run {
  if (!listener) return run;
  return {
    ...run,
    report: (progress) => {
      run.report(progress);
      listener.report(progress);
    },
    log: (sentence) => {
      run.log(sentence);
      listener.log(sentence);
    },
    // A terminal asks itself; a script is not waited for.
    ask: listener.ask,
  };
}

/**
 * Copies the files of the job that this one follows, in one step: what it rejected or has sent is part of this job, too. A job
 * whose process ended before it had copied them has none; then they are those of the job before it.
 */
async function continueFiles(job: Job, { directory, store }: JobHost): Promise<void> {
  const partial = `${directory(job.id)}.partial`;
  for (let earlier = job.follows; earlier !== null; earlier = store.get(earlier)?.follows ?? null) {
    try {
      await cp(directory(earlier), partial, { recursive: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') continue;
      throw error;
    }
    await rename(partial, directory(job.id));
    return;
  }
}

export const interruption = (active: ActiveJob): Ending => ({
  status: 'interrupted',
  why: 'Restore Desk was stopped while this job ran. Its checkpoint was saved first.',
  resumable: active.checkpoint !== null,
});

/** Failures that a resumed run would have again, or make worse. */
const NOT_RESUMABLE: ReadonlySet<Failure['code']> = new Set([
  'plan_changed',
  'refused',
  'invalid_input',
  'index_changed',
  'content_mismatch',
  'backup_damaged',
  'backup_incomplete',
  'unsupported',
]);

function endingOf(error: unknown, active: ActiveJob): Ending {
  if (active.stopCause === 'shutdown') return interruption(active);
  if (active.stopCause === 'cancel') return { status: 'cancelled', resumable: active.checkpoint !== null };
  const failure = redactDeep(toFailure(error));
  if (failure.code === 'defect') log().error({ job: active.id, err: error }, 'A job met a defect.');
  active.log(`${failure.message}${failure.hint ? ` ${failure.hint}` : ''}`);
  return { status: 'failed', failure, resumable: active.checkpoint !== null && !NOT_RESUMABLE.has(failure.code) };
}

/** The outcome must not be lost: saving it is retried while the database is locked or full. */
async function saveOutcome(
  active: ActiveJob,
  ended: Omit<ExecutionEnd, 'saveError'>,
  host: JobHost,
): Promise<ExecutionEnd> {
  active.close();
  let reported = false;
  const isDisk = (error: unknown) => isAppError(error) && error.code === 'disk';
  const onWait = (error: unknown) => {
    if (!reported)
      log().error({ job: active.id, err: error }, 'The outcome of a job could not be saved; trying again.');
    reported = true;
  };
  const write = async () => host.store.withoutWaiting(() => saveEnding(host.store, active, ended.ending));
  try {
    await withRetry(write, { ...host.outcomeRetry, onWait }, isDisk);
    return { ...ended, saveError: null };
  } catch (unsaved) {
    return { ...ended, saveError: unsaved };
  }
}

/** Saves the collected state, the ending, and its line in the audit log. Idempotent. Throws AppError disk. */
export function saveEnding(store: JobStore, active: ActiveJob, ending: Ending): void {
  active.flush();
  if (!store.end(active.id, ending)) return;
  const job = store.get(active.id);
  if (job) auditJobEnd(store, job);
}
