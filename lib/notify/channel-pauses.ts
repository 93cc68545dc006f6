import { LONGEST_WAIT_MS } from '../jobs/store/waiting-messages.ts';
import type { SendResult } from './request.ts';

/** Of a channel that is down, one message a minute finds out whether it is there again, however many wait. */
const LONGEST_PAUSE_MS = 60_000;

/**
 * Which channels this process sends nothing by for a while: after a failure that is the channel's, for as long as the first wait of a
 * message, doubled with each further one; or for as long as the channel asked for.
 */
export class ChannelPauses {
  readonly #firstMs: number;
  /** Since the last success; without an entry: nothing was sent yet. */
  readonly #failures = new Map<string, number>();
  /** Monotonic clock. */
  readonly #untilMs = new Map<string, number>();

  constructor(firstMs: number) {
    this.#firstMs = firstMs;
  }

  isPaused(channel: string): boolean {
    return performance.now() < (this.#untilMs.get(channel) ?? 0);
  }

  /** What it failed to take may be sent now: it took a message, and the last one that it was asked to take is not known to be taken. */
  isBack(channel: string): boolean {
    return this.#failures.get(channel) !== 0;
  }

  /** Begins a pause, or ends the count of failures. A message that is refused for its own sake says nothing of the channel. */
  note(channel: string, { ok, refused, retryAfterMs }: SendResult): void {
    if (ok) this.#failures.set(channel, 0);
    if (ok || (refused && retryAfterMs === null)) return;
    const failures = (this.#failures.get(channel) ?? 0) + 1;
    this.#failures.set(channel, failures);
    const pauseMs = Math.min(LONGEST_PAUSE_MS, this.#firstMs * 2 ** Math.min(failures - 1, 30));
    const untilMs = performance.now() + Math.max(pauseMs, Math.min(retryAfterMs ?? 0, LONGEST_WAIT_MS));
    this.#untilMs.set(channel, untilMs);
  }
}
