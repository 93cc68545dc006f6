import { join } from 'node:path';
import { userInfo } from 'node:os';
import type { Place } from '../backups/sources.ts';
import type { Actor, JobResult } from '../contract/job.ts';
import { cancelled, toFailure } from '../errors.ts';
import type { RunRegistry } from '../kinds/run-registry.ts';
import { log, quietLog } from '../log.ts';
import type { Run } from '../running/run.ts';
import type { ActiveJob } from './active-job.ts';
import { reapOrphanedJobs } from './reap-orphaned-jobs.ts';
import { execute, type ExecutionEnd, type JobHost } from './execute.ts';
import { thisProcess } from './owner.ts';
import { JobStore, type NewJob } from './store/job-store.ts';

/** What the terminal does with a run: shows progress and sentences, and stops it on Ctrl-C. */
export interface Terminal {
  signal: AbortSignal;
  report: Run['report'];
  log: Run['log'];
}

/** Where and how a command line's job is carried out. */
export interface TerminalHost {
  dataDirectory: string;
  runs: RunRegistry;
  place: Place;
  terminal: Terminal;
  /** How long the outcome of what was done waits for a database that is locked or full. */
  outcomeWithinMs?: number;
  /** Called once the job has its number, before it is carried out. */
  onBegin?: (job: string) => void;
}

export const commandLineActor = (): Actor => ({
  name: `command line (${userInfo().username})`,
  role: 'admin',
  address: null,
});

const LOOK_FOR_CANCEL_MS = 1000;
const OUTCOME_WITHIN_MS = 15_000;

/**
 * Runs a work of the command line as a job of the same store: the same locks, the same audit log, seen and cancelled from
 * the dashboard. Throws busy, disk (nothing was started then), and what the run throws. What was done is done: where its
 * outcome can't be written, the result comes back all the same, with a `warning`.
 */
export async function runInTerminal<Result extends JobResult>(
  host: TerminalHost,
  wanted: Omit<NewJob, 'actor'> & { actor?: Actor },
): Promise<{ job: string; result: Result; warning: string | null }> {
  quietLog();
  const { dataDirectory, terminal } = host;
  const store = JobStore.open(dataDirectory);
  const owner = thisProcess('command line');
  try {
    reapOrphanedJobs(store);
    const { job } = store.create({ ...wanted, actor: wanted.actor ?? commandLineActor() }, owner, 'running');
    const { actor, cluster, id, title, work } = job;
    log().info({ job: id, cluster, kind: work.kind, actor: actor.name, title }, 'job started');
    host.onBegin?.(id);
    const { active, ended } = execute(job, wanted.checkpoint ?? null, jobHost(host, store, owner));
    const stopWatching = stopWhenAsked(store, active, terminal);
    const outcome = await ended;
    stopWatching();
    const warning = warningOf(outcome, id);
    if (warning !== null) terminal.log(`Warning: ${warning}`);
    if (outcome.ending.status !== 'succeeded') throw outcome.error;
    // The registry ran this very work.
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
  outcomePatience: { totalMs: host.outcomeWithinMs ?? OUTCOME_WITHIN_MS },
});

/** Ctrl-C, and a cancel that the dashboard asked for. */
function stopWhenAsked(store: JobStore, active: ActiveJob, terminal: Terminal): () => void {
  const onStop = () => active.stop('cancel', terminal.signal.reason ?? cancelled());
  terminal.signal.addEventListener('abort', onStop);
  if (terminal.signal.aborted) onStop();
  const look = setInterval(() => stopIfAsked(store, active, terminal), LOOK_FOR_CANCEL_MS);
  return () => {
    clearInterval(look);
    terminal.signal.removeEventListener('abort', onStop);
  };
}

function stopIfAsked(store: JobStore, active: ActiveJob, terminal: Terminal): void {
  let by: string | null = null;
  try {
    by = store.cancelRequestedBy(active.id);
  } catch {
    // A locked database: asked again in a second.
  }
  if (by === null || active.cause !== null) return;
  const sentence = `Cancelled by ${by}.`;
  active.log(sentence);
  terminal.log(sentence);
  active.stop('cancel', cancelled(sentence));
}

/** Null: the ending is written. */
function warningOf({ ending, unsaved }: ExecutionEnd, job: string): string | null {
  if (unsaved === null) return null;
  const word = ending.status === 'succeeded' ? 'What was asked for was done' : 'This has ended';
  const why = toFailure(unsaved).message;
  return `${word}, but its record could not be written: ${why} Job ${job} will be shown as interrupted.`;
}

/** Looks something up in the store beside a command line: the last move of an alias, what jobs are filling. */
export function withStore<T>(dataDirectory: string, ask: (store: JobStore) => T): T {
  const store = JobStore.open(dataDirectory);
  try {
    reapOrphanedJobs(store);
    return ask(store);
  } finally {
    store.close();
  }
}
