import { join } from 'node:path';
import type { Place } from '../backups/sources.ts';
import type { Actor, JobResult } from '../contract/job.ts';
import { cancelled, toFailure } from '../errors.ts';
import type { RunRegistry } from '../kinds/run-registry.ts';
import { log, quietLog } from '../log.ts';
import type { Run } from '../running/run.ts';
import type { ActiveJob } from './active-job.ts';
import { endOrphans } from './reap-orphaned-jobs.ts';
import { execute, type ExecutionEnd, type JobHost } from './execute.ts';
import { thisProcess } from './owner.ts';
import { processUser } from './process-user.ts';
import { JobStore, type NewJob } from './store/job-store.ts';

/** Displays progress and sentences of a run, and stops it on Ctrl-C. */
export interface Terminal {
  signal: AbortSignal;
  report: Run['report'];
  log: Run['log'];
  /** Absent: nobody is there to answer. */
  ask?: Run['ask'];
}

/** Where and how a command line's job runs. */
export interface TerminalHost {
  dataDirectory: string;
  runs: RunRegistry;
  place: Place;
  terminal: Terminal;
  /** How long saving the outcome is retried while the database is locked or full. */
  outcomeRetryMs?: number;
  /** Called when the job has its id, before it runs. */
  onStart?: (job: string) => void;
}

export const commandLineActor = (): Actor => ({
  name: `command line (${processUser()})`,
  role: 'admin',
  address: null,
});

const CANCEL_POLL_MS = 1000;
const OUTCOME_RETRY_MS = 15_000;

/**
 * Runs work of the command line as a job in the dashboard's store: with the same locks and audit log, visible and
 * cancellable there. Throws busy, disk (then nothing was started), and what the run throws. If the outcome of a
 * successful run can't be saved, the result is returned with a `warning`.
 */
export async function runInTerminal<Result extends JobResult>(
  host: TerminalHost,
  newJob: Omit<NewJob, 'actor'> & { actor?: Actor },
): Promise<{ job: string; result: Result; warning: string | null }> {
  quietLog();
  const { dataDirectory, terminal } = host;
  const store = JobStore.open(dataDirectory);
  const owner = thisProcess('command line');
  try {
    endOrphans(store);
    const { job } = store.create({ ...newJob, actor: newJob.actor ?? commandLineActor() }, owner, 'running');
    const { actor, cluster, id, title, work } = job;
    log().info({ job: id, cluster, kind: work.kind, actor: actor.name, title }, 'job started');
    host.onStart?.(id);
    const { active, ended } = execute(job, newJob.checkpoint ?? null, jobHost(host, store, owner));
    const stopWatching = stopOnRequest(store, active, terminal);
    const outcome = await ended;
    stopWatching();
    const warning = warningOf(outcome, id);
    if (warning !== null) terminal.log(`Warning: ${warning}`);
    if (outcome.ending.status !== 'succeeded') throw outcome.error;
    // The registry ran this work, so the result is of its kind.
    return { job: id, result: outcome.ending.result as Result, warning };
  } finally {
    store.close();
  }
}

const jobHost = (host: TerminalHost, store: JobStore, owner: JobHost['owner']): JobHost => ({
  store,
  owner,
  runs: host.runs,
  place: () => host.place,
  directory: (id) => join(host.dataDirectory, 'jobs', id),
  listener: host.terminal,
  outcomeRetry: { totalMs: host.outcomeRetryMs ?? OUTCOME_RETRY_MS },
});

/** Stops the job on Ctrl-C, and on a cancel that the dashboard requested. */
function stopOnRequest(store: JobStore, active: ActiveJob, terminal: Terminal): () => void {
  const onStop = () => active.stop('cancel', terminal.signal.reason ?? cancelled());
  terminal.signal.addEventListener('abort', onStop);
  if (terminal.signal.aborted) onStop();
  const timer = setInterval(() => stopIfCancelRequested(store, active, terminal), CANCEL_POLL_MS);
  return () => {
    clearInterval(timer);
    terminal.signal.removeEventListener('abort', onStop);
  };
}

function stopIfCancelRequested(store: JobStore, active: ActiveJob, terminal: Terminal): void {
  let by: string | null = null;
  try {
    by = store.cancelRequestedBy(active.id);
  } catch {
    // A locked database: read again in a second.
  }
  if (by === null || active.stopCause !== null) return;
  const sentence = `Cancelled by ${by}.`;
  active.log(sentence);
  terminal.log(sentence);
  active.stop('cancel', cancelled(sentence));
}

/** null: the ending is saved. */
function warningOf({ ending, saveError: unsaved }: ExecutionEnd, job: string): string | null {
  if (unsaved === null) return null;
  const done = ending.status === 'succeeded' ? 'The job is done' : 'The job has ended';
  const why = toFailure(unsaved).message;
  return `${done}, but its entry could not be written: ${why} Job ${job} will be shown as interrupted.`;
}

/** As `withStore`, for a use that takes a while. */
export async function withOpenStore<T>(dataDirectory: string, use: (store: JobStore) => Promise<T>): Promise<T> {
  const store = JobStore.open(dataDirectory);
  try {
    endOrphans(store);
    return await use(store);
  } finally {
    store.close();
  }
}

/** Opens the store for one use by a command line, and closes it. Throws AppError disk. */
export function withStore<T>(dataDirectory: string, use: (store: JobStore) => T): T {
  const store = JobStore.open(dataDirectory);
  try {
    endOrphans(store);
    return use(store);
  } finally {
    store.close();
  }
}
