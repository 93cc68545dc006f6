import { setTimeout as sleep } from 'node:timers/promises';
import { cancelled, isAppError } from './errors.ts';

export interface RetryPolicy {
  /** Stops retrying this long after the first of consecutive failures. */
  totalMs: number;
  signal?: AbortSignal | undefined;
  /** Called before each wait, with the failure and the length of the wait. */
  onWait?: ((error: unknown, waitMs: number) => void) | undefined;
}

/** Failures that a retry can resolve: no connection, no response in time, overload. */
export const isTransient = (error: unknown): boolean =>
  isAppError(error) && (error.code === 'unreachable' || error.code === 'timed_out' || error.code === 'overloaded');

const exhausted = new WeakSet<object>();

/** Where something other than the cluster answers, an outer call does not repeat the retries of an inner one. */
const isExhausted = (error: unknown): boolean =>
  isAppError(error) && 'answered' in error.details && exhausted.has(error);

/** Retries until success, a failure that is not retryable, or the end of `totalMs`. Waits 0.2 s, doubling to 10 s, with jitter. */
export async function withRetry<T>(
  attempt: () => Promise<T>,
  policy: RetryPolicy,
  isRetryable: (error: unknown) => boolean = isTransient,
): Promise<T> {
  let waitMs = 200;
  let failingSince: number | null = null;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (policy.signal?.aborted) throw cancelled();
      if (!isRetryable(error) || isExhausted(error)) throw error;
      // A monotonic clock: the system clock may be set meanwhile.
      failingSince ??= performance.now();
      const jitteredMs = waitMs * (0.75 + Math.random() / 2);
      if (performance.now() - failingSince + jitteredMs > policy.totalMs) {
        if (isAppError(error)) exhausted.add(error);
        throw error;
      }
      policy.onWait?.(error, jitteredMs);
      await pause(jitteredMs, policy.signal);
      waitMs = Math.min(waitMs * 2, 10_000);
    }
  }
}

/** Sleeps. Throws `cancelled` as soon as the signal is aborted. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    throw signal?.aborted ? cancelled() : error;
  });
}
