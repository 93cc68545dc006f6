import type { Job } from '../../contract/job.ts';
import { AppError } from '../../errors.ts';
import { pause } from '../../retry.ts';
import { isAlive, thisProcess } from '../owner.ts';
import { runInTerminal, type TerminalHost } from '../run-in-terminal.ts';
import { placeOfJob } from '../place-of-job.ts';
import { endOrphans } from '../reap-orphaned-jobs.ts';
import { requireResumable } from '../require-resumable.ts';
import { JobStore, noSuchJob, type NewJob } from '../store/job-store.ts';
import { beatRuns, openRuns, runsOf } from '../store/schedule-runs.ts';
import type { Schedule, ScheduleRun } from '../../contract/schedule.ts';
import { scheduleNamed } from '../store/schedules.ts';
import { carryOutRun, finishRun } from './carry-out-run.ts';
import { claimForPerson } from './claim-for-person.ts';
import type { RunHost, ScheduledCluster } from './run-host.ts';

/** What a run of a schedule needs from the command line. `place` of a terminal is that of every job of the run. */
export interface ScheduleTerminal extends TerminalHost {
  /** The cluster's key, under which the schedule is kept. */
  cluster: string;
  scheduledCluster: ScheduledCluster;
  placeOf: RunHost['place'];
  isReadOnly: RunHost['isReadOnly'];
}

const POLL_MS = 500;
const BEAT_EVERY_MS = 5_000;

/**
 * Runs a schedule now, in this process, and returns its run when that has ended. Throws AppError not_found, busy where a run of
 * it has not ended, disk, cancelled.
 */
export async function runScheduleInTerminal(terminal: ScheduleTerminal, name: string): Promise<ScheduleRun> {
  const store = JobStore.open(terminal.dataDirectory);
  const host = hostOf(terminal, store);
  try {
    endOrphans(store);
    const schedule = scheduleNamed(store, terminal.cluster, name);
    if (!schedule)
      throw new AppError('not_found', `There is no schedule ${name}.`, {
        hint: '`restore-desk schedule list` prints those that exist.',
      });
    endDeadRun(host, schedule);
    const { dueAt, run } = claimForPerson(store, schedule.id, host);
    const beat = setInterval(() => quietly(() => beatRuns(store, host.owner)), BEAT_EVERY_MS);
    try {
      await carryOutRun(host, run);
    } catch (error) {
      // What a person has stopped is not continued by a dashboard.
      if (host.signal.aborted)
        finishRun(host, schedule, run, { state: 'failed', why: 'It was cancelled in its terminal.' });
      throw error;
    } finally {
      clearInterval(beat);
    }
    return runsOf(store, schedule.id).find((each) => each.dueAt === dueAt)!;
  } finally {
    store.close();
  }
}

/** A run of a process that is gone would hold up each later one, where no dashboard takes it over. */
function endDeadRun(host: RunHost, schedule: Schedule): void {
  const open = openRuns(host.store()).find((run) => run.schedule === schedule.id);
  if (open && !isAlive(open.owner, open.heartbeatAt))
    finishRun(host, schedule, open, { state: 'failed', why: 'The process that ran it has ended and gave no reason.' });
}

function hostOf(terminal: ScheduleTerminal, store: JobStore): RunHost {
  const { signal } = terminal.terminal;
  const jobOf = (id: string): Job => {
    const job = store.get(id);
    if (job === null) throw noSuchJob(id);
    return job;
  };
  const run = async (newJob: Omit<NewJob, 'actor'> & Pick<NewJob, 'actor'>): Promise<Job> => {
    let started: string | null = null;
    const onStart = (id: string) => {
      started = id;
      terminal.onStart?.(id);
    };
    try {
      return jobOf(
        (await runInTerminal({ ...terminal, place: placeOfJob(newJob, terminal.placeOf), onStart }, newJob)).job,
      );
    } catch (error) {
      if (started === null || signal.aborted) throw error;
      return jobOf(started);
    }
  };
  return {
    owner: thisProcess('command line'),
    signal,
    store: () => store,
    isReadOnly: terminal.isReadOnly,
    clusterOf: (key) => (key === terminal.cluster ? terminal.scheduledCluster : null),
    place: terminal.placeOf,
    run,
    follow: async (id) => {
      while (['queued', 'running'].includes(store.status(id) ?? '')) await pause(POLL_MS, signal);
      return jobOf(id);
    },
    resume: (id, newJob) => {
      const { cluster, resumable, work } = requireResumable(store, id);
      return run({
        ...newJob,
        cluster,
        work,
        follows: id,
        key: `resume of ${id}`,
        checkpoint: resumable ? store.checkpoint(id) : null,
      });
    },
    // A person who waits sees why at once.
    patience: () => 0,
  };
}

/** A locked database: the next beat tries again. */
function quietly(write: () => void): void {
  try {
    write();
  } catch {
    // See above.
  }
}
