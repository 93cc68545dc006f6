import { join } from 'node:path';
import { userInfo } from 'node:os';
import type { Actor, JobResult } from '../contract/job.ts';
import { redactDeep } from '../config/redact.ts';
import { cancelled, isAppError, toFailure } from '../errors.ts';
import { log, quietLog } from '../log.ts';
import type { Run } from '../running/run.ts';
import { ActiveJob } from './active-job.ts';
import { patiently } from '../retry.ts';
import { buryDead } from './bury-dead.ts';
import { canResume } from './can-resume.ts';
import { thisProcess } from './owner.ts';
import { recordJobEnd } from './record-job-end.ts';
import { JobStore, type Ending, type NewJob } from './store/job-store.ts';

/** What the terminal does with a run: shows progress and sentences, and stops it on Ctrl-C. */
export interface Terminal {
  signal: AbortSignal;
  report: Run['report'];
  log: Run['log'];
}

export const commandLineActor = (): Actor => ({
  name: `command line (${userInfo().username})`,
  role: 'admin',
  address: null,
});

const LOOK_FOR_CANCEL_MS = 1000;
/** How long the outcome of what was done waits for a database that is locked or full. */
const OUTCOME_WITHIN_MS = 15_000;

/**
 * Runs an operation of the command line as a job of the same store: the same locks, the same record, seen and
 * cancelled from the dashboard. Throws busy, disk (nothing was started then), and what the operation throws. What was
 * done is done: where its outcome can't be written, the result comes back all the same, with a `warning`.
 */
export async function recordRun<Result extends JobResult>(
  dataDirectory: string,
  wanted: Omit<NewJob, 'actor'> & { actor?: Actor },
  terminal: Terminal,
  operation: (run: Run, jobId: string) => Promise<Result>,
  outcomeWithinMs = OUTCOME_WITHIN_MS,
): Promise<{ job: string; result: Result; warning: string | null }> {
  quietLog();
  const store = JobStore.open(dataDirectory);
  const owner = thisProcess('command line');
  try {
    buryDead(store);
    const { job } = store.create({ ...wanted, actor: wanted.actor ?? commandLineActor() }, owner, 'running');
    log().info(
      { job: job.id, cluster: job.cluster, kind: job.work.kind, actor: job.actor.name, title: job.title },
      'job started',
    );
    const active = new ActiveJob(job.id, store, owner, wanted.checkpoint);
    const onStop = () => active.stop('cancel', terminal.signal.reason ?? cancelled());
    terminal.signal.addEventListener('abort', onStop);
    if (terminal.signal.aborted) onStop();
    const look = setInterval(() => stopIfAsked(store, active, terminal), LOOK_FOR_CANCEL_MS);
    const run = active.run(join(dataDirectory, 'jobs', job.id));
    const shown: Run = {
      ...run,
      report: (progress) => {
        run.report(progress);
        terminal.report(progress);
      },
      log: (sentence) => {
        run.log(sentence);
        terminal.log(sentence);
      },
    };
    const settled = await operation(shown, job.id).then(
      (result) => ({ result }),
      (error: unknown) => ({ error }),
    );
    clearInterval(look);
    const warning = await end(
      store,
      active,
      'result' in settled ? { status: 'succeeded', result: settled.result } : endingOf(settled.error, active),
      outcomeWithinMs,
    );
    terminal.signal.removeEventListener('abort', onStop);
    if (warning !== null) terminal.log(`Warning: ${warning}`);
    if ('error' in settled) throw settled.error;
    return { job: job.id, result: settled.result, warning };
  } finally {
    store.close();
  }
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

function endingOf(error: unknown, active: ActiveJob): Ending {
  if (active.cause !== null) return { status: 'cancelled', resumable: active.checkpoint !== null };
  const failure = redactDeep(toFailure(error));
  return { status: 'failed', failure, resumable: canResume(active.checkpoint, failure.code) };
}

/** Null: written. Otherwise a sentence; whoever opens the database next finds a job whose process is gone. */
async function end(store: JobStore, active: ActiveJob, ending: Ending, withinMs: number): Promise<string | null> {
  active.close();
  let ended = false;
  const write = () => {
    store.withoutWaiting(() => {
      active.flush();
      ended = store.end(active.id, ending) || ended;
      const job = ended ? store.get(active.id) : null;
      if (job) recordJobEnd(store, job);
    });
    return Promise.resolve();
  };
  try {
    await patiently(write, { totalMs: withinMs }, (error) => isAppError(error) && error.code === 'disk');
    return null;
  } catch (error) {
    const word = ending.status === 'succeeded' ? 'What was asked for was done' : 'This has ended';
    return `${word}, but its record could not be written: ${toFailure(error).message} Job ${active.id} will be shown as interrupted.`;
  }
}

/** Looks something up in the store beside a command line: the last switch of an alias, what jobs are filling. */
export function withStore<T>(dataDirectory: string, ask: (store: JobStore) => T): T {
  const store = JobStore.open(dataDirectory);
  try {
    buryDead(store);
    return ask(store);
  } finally {
    store.close();
  }
}
