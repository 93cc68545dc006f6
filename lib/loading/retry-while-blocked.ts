import type { Phase } from '../contract/progress.ts';
import { isAppError } from '../errors.ts';
import { pause, withRetry } from '../retry.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';

/** How long a single step is retried. */
export const STEP_RETRY_MS = 300_000;

const MAX_WAIT_MS = 5_000;

/**
 * Runs one small step: retries transient failures for `retryMs`, and waits without a limit while the index is blocked,
 * because a person has to remove the block.
 */
export async function retryWhileBlocked<T>(
  step: () => Promise<T>,
  phase: Phase,
  subject: string,
  run: Pick<Run, 'signal' | 'report' | 'log'>,
  retryMs = STEP_RETRY_MS,
): Promise<T> {
  const report = (pausedBecause: string | null) =>
    run.report(new Meter().progress({ ...phase, subject, done: 0, total: null, unit: 'steps', pausedBecause }));
  for (let waitMs = 250, paused = false; ; waitMs = Math.min(waitMs * 2, MAX_WAIT_MS), paused = true) {
    try {
      const result = await withRetry(step, {
        totalMs: retryMs,
        signal: run.signal,
        onWait: (error) => report(error instanceof Error ? error.message : String(error)),
      });
      if (paused) report(null);
      return result;
    } catch (error) {
      if (!isAppError(error) || error.code !== 'blocked') throw error;
      const because = `the index is blocked: ${error.message}`;
      if (!paused) run.log(`Paused: ${because}.`);
      report(because);
      await pause(waitMs, run.signal);
    }
  }
}
