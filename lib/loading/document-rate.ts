import { pause } from '../retry.ts';

/** What a slow moment leaves unused may be made up for by so much. */
const CATCH_UP_MS = 1_000;
/** One portion takes so long at the limit: often enough that progress is seen to move. */
const PORTION_MS = 500;

/** Limits documents per second, over everything that takes from it. By a monotonic clock. */
export class DocumentRate {
  /** Documents that are sent or read at once, at most. */
  readonly portion: number;
  private readonly perSecond: number;
  private readonly signal: AbortSignal;
  /** When the documents taken so far are paid for, by `performance.now()`. */
  private paidAtMs = performance.now();

  constructor(perSecond: number, signal: AbortSignal) {
    this.perSecond = perSecond;
    this.signal = signal;
    this.portion = Math.max(1, Math.floor((perSecond * PORTION_MS) / 1_000));
  }

  /** Returns when so many more are within the limit. Throws `cancelled` as soon as the signal is aborted. */
  async take(documents: number): Promise<void> {
    this.paidAtMs = Math.max(this.paidAtMs, performance.now() - CATCH_UP_MS) + (documents * 1_000) / this.perSecond;
    const waitMs = this.paidAtMs - performance.now();
    if (waitMs > 0) await pause(waitMs, this.signal);
  }
}
