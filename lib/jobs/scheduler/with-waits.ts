import type { RunTrigger, Schedule } from '../../contract/schedule.ts';
import { toFailure } from '../../errors.ts';
import { pause } from '../../retry.ts';
import { noteRun } from '../store/schedule-runs.ts';
import type { RunHost } from './run-host.ts';
import { worthWaiting } from './worth-waiting.ts';

const FIRST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = 60_000;

/**
 * Tries again where the cluster does not answer, another job is in the way, or there is no room, as long as the host is patient;
 * the run says what it waits for. Throws the last failure, or `cancelled` where this process stops.
 */
export async function withWaits<T>(
  host: RunHost,
  { dueAt, schedule, trigger }: { schedule: Schedule; dueAt: number; trigger: RunTrigger },
  attempt: () => Promise<T>,
): Promise<T> {
  const run = { schedule: schedule.id, dueAt };
  const since = performance.now();
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    try {
      return await attempt();
    } catch (error) {
      const wait = host.signal.aborted ? null : worthWaiting(error);
      if (wait === null || performance.now() - since + waitMs > host.patience({ dueAt, schedule, trigger, ...wait }))
        throw error;
      noteRun(host.store(), run, `Waiting: ${toFailure(error).message}`);
      await pause(waitMs, host.signal);
    }
  }
}
