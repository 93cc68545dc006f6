import { cp } from 'node:fs/promises';
import type { Place } from '../backups/sources.ts';
import { redactDeep } from '../config/redact.ts';
import type { Job, JobResult } from '../contract/job.ts';
import { retryingCluster } from '../elasticsearch/client/retrying-cluster.ts';
import { isAppError, toFailure } from '../errors.ts';
import type { RunRegistry } from '../kinds/run-registry.ts';
import { log } from '../log.ts';
import { withRetry, type RetryPolicy } from '../retry.ts';
import type { Run } from '../running/run.ts';
import { ActiveJob } from './active-job.ts';
import { canResume } from './can-resume.ts';
import type { Owner } from './owner.ts';
import { auditJobEnd } from './audit-job-end.ts';
import type { Ending, JobStore } from './store/job-store.ts';

/** What a job needs of the process that carries it out: the server and the command line are one each. */
export interface JobHost {
  readonly store: JobStore;
  readonly owner: Owner;
  readonly runs: RunRegistry;
  /** Throws AppError where the cluster is no longer configured: then the job fails. */
  place(job: Job): Place;
  /** A folder of a job's own, for what must outlive its run. */
  directory(id: string): string;
  /** Hears what is stored of a run: a terminal shows it. */
  readonly listener?: Pick<Run, 'report' | 'log'>;
  /** How long a locked or full database is waited for, to write how a job ended. */
  readonly outcomePatience: RetryPolicy;
}

/** A job that is being carried out. */
export interface Execution {
  readonly active: ActiveJob;
  /** Never rejects. */
  readonly ended: Promise<ExecutionEnd>;
}

export interface ExecutionEnd {
  ending: Ending;
  /** What the run threw; undefined: it succeeded. */
  error?: unknown;
  /** Why the ending could not be written; null: it is. The next process that looks finds a job whose process is gone. */
  unsaved: unknown;
}

/** Carries out a job that this process has begun, and writes how it ended. */
export function execute(job: Job, checkpoint: unknown, host: JobHost): Execution {
  const active = new ActiveJob(job.id, host.store, host.owner, checkpoint);
  return { active, ended: carryOut(job, active, host) };
}

async function carryOut(job: Job, active: ActiveJob, host: JobHost): Promise<ExecutionEnd> {
  // Whoever began it can stop it before its first step.
  await Promise.resolve();
  try {
    const result = await run(job, active, host);
    return await end(active, { ending: { status: 'succeeded', result } }, host);
  } catch (error) {
    return end(active, { ending: endingOf(error, active), error }, host);
  } finally {
    active.close();
  }
}

async function run(job: Job, active: ActiveJob, host: JobHost): Promise<JobResult> {
  const directory = host.directory(job.id);
  // What the earlier run rejected belongs to this one's result too.
  if (job.follows !== null && active.checkpoint !== null)
    await cp(host.directory(job.follows), directory, { recursive: true }).catch(ignoreMissing);
  const own = listenedTo(active.run(directory), host.listener);
  const place = host.place(job);
  return host.runs.of(job.work)(
    { ...place, cluster: retryingCluster(place.cluster, own) },
    job.work,
    own as Run<never>,
  );
}

function listenedTo(own: Run, listener: JobHost['listener']): Run {
  if (!listener) return own;
  return {
    ...own,
    report: (progress) => {
      own.report(progress);
      listener.report(progress);
    },
    log: (sentence) => {
      own.log(sentence);
      listener.log(sentence);
    },
  };
}

const ignoreMissing = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};

export const interruption = (active: ActiveJob): Ending => ({
  status: 'interrupted',
  why: 'Restore Desk was stopped while this job ran. Its checkpoint was saved first.',
  resumable: active.checkpoint !== null,
});

function endingOf(error: unknown, active: ActiveJob): Ending {
  if (active.cause === 'shutdown') return interruption(active);
  if (active.cause === 'cancel') return { status: 'cancelled', resumable: active.checkpoint !== null };
  const failure = redactDeep(toFailure(error));
  if (failure.code === 'defect') log().error({ job: active.id, err: error }, 'A job met a defect.');
  active.log(`${failure.message}${failure.hint ? ` ${failure.hint}` : ''}`);
  return { status: 'failed', failure, resumable: canResume(active.checkpoint, failure.code) };
}

/** The outcome is what must not be lost: a locked or full database is waited for. */
async function end(active: ActiveJob, ended: Omit<ExecutionEnd, 'unsaved'>, host: JobHost): Promise<ExecutionEnd> {
  active.close();
  let complained = false;
  const isDisk = (error: unknown) => isAppError(error) && error.code === 'disk';
  const onWait = (error: unknown) => {
    if (!complained)
      log().error({ job: active.id, err: error }, 'The outcome of a job could not be saved; trying again.');
    complained = true;
  };
  const write = async () => host.store.withoutWaiting(() => saveEnding(host.store, active, ended.ending));
  try {
    await withRetry(write, { ...host.outcomePatience, onWait }, isDisk);
    return { ...ended, unsaved: null };
  } catch (unsaved) {
    return { ...ended, unsaved };
  }
}

/** Everything gathered so far, how it ended, and its line in the audit log. Written again, it changes nothing. */
export function saveEnding(store: JobStore, active: ActiveJob, ending: Ending): void {
  active.flush();
  if (!store.end(active.id, ending)) return;
  const job = store.get(active.id);
  if (job) auditJobEnd(store, job);
}
