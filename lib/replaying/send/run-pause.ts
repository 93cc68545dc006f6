import { setTimeout as sleep } from 'node:timers/promises';

const FIRST_MS = 250;
const LONGEST_MS = 5_000;
/** A `Retry-After` beyond this is a mistake of the target. */
const LONGEST_ASKED_MS = 600_000;

/**
 * The pause of a whole run while the target has no room: one refusal holds all requests back, each refusal after it for
 * longer, until the target takes one again.
 */
export class RunPause {
  private until = 0;
  private waitMs = FIRST_MS;
  private failingSinceMs: number | null = null;

  /** `retryAfterMs`: as the target asks. Returns for how long it has taken nothing, in milliseconds. */
  refused(retryAfterMs: number | null): number {
    const now = performance.now();
    this.failingSinceMs ??= now;
    const asked = retryAfterMs ?? 0;
    const wait = asked > 0 ? Math.min(asked, LONGEST_ASKED_MS) : this.waitMs;
    // Requests that were in flight together are refused together: they count once.
    if (now >= this.until) this.waitMs = Math.min(this.waitMs * 2, LONGEST_MS);
    this.until = Math.max(this.until, now + wait);
    return now - this.failingSinceMs;
  }

  accepted(): void {
    this.waitMs = FIRST_MS;
    this.failingSinceMs = null;
  }

  get isPaused(): boolean {
    return performance.now() < this.until;
  }

  /** Until the pause is over, or the signal is aborted. */
  async wait(signal: AbortSignal): Promise<void> {
    while (this.isPaused && !signal.aborted)
      await sleep(this.until - performance.now() + 1, undefined, { signal }).catch(() => undefined);
  }
}
