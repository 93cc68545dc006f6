import { setTimeout as sleep } from 'node:timers/promises';
import { cancelled, isAppError } from './errors.ts';

export interface RetryPolicy {
  /** Give up this long after the first failure in a row. */
  totalMs: number;
  signal?: AbortSignal | undefined;
  /** Called before each wait: what failed and how long we wait. */
  onWait?: ((error: unknown, waitMs: number) => void) | undefined;
}

/** Failures that waiting can mend: no connection, no answer in time, no room right now. */
export const isTransient = (error: unknown): boolean =>
  isAppError(error) && (error.code === 'unreachable' || error.code === 'timed_out' || error.code === 'overloaded');

const waitedOut = new WeakSet<object>();

/** Something that answers in the cluster's place goes on doing so: what a call within has waited for is not waited for again. */
const isSettled = (error: unknown): boolean => isAppError(error) && 'answered' in error.details && waitedOut.has(error);

/** Tries until it works, the failure is one that waiting can't mend, or patience ends. Waits 0.2 s, doubling to 10 s, with jitter. */
export async function withRetry<T>(
  attempt: () => Promise<T>,
  patience: RetryPolicy,
  mends: (error: unknown) => boolean = isTransient,
): Promise<T> {
  let waitMs = 200;
  let failingSince: number | null = null;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (patience.signal?.aborted) throw cancelled();
      if (!mends(error) || isSettled(error)) throw error;
      // By a clock that only goes forward: the machine's own may be set in between.
      failingSince ??= performance.now();
      const jittered = waitMs * (0.75 + Math.random() / 2);
      if (performance.now() - failingSince + jittered > patience.totalMs) {
        if (isAppError(error)) waitedOut.add(error);
        throw error;
      }
      patience.onWait?.(error, jittered);
      await pause(jittered, patience.signal);
      waitMs = Math.min(waitMs * 2, 10_000);
    }
  }
}

/** Sleeps, or throws `cancelled` as soon as the signal says so. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    throw signal?.aborted ? cancelled() : error;
  });
}
