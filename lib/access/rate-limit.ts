/** Limits the memory; more than the expected callers. Beyond it the longest idle caller's bucket is reset to full. */
const MOST_BUCKETS = 10_000;

/** A token bucket per caller: `burst` at once, refilled at `perSecond`. Memory is bounded for any number of callers. */
export class RateLimit {
  private readonly perSecond: number;
  private readonly burst: number;
  /** By last use, oldest first. */
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(perSecond: number, burst: number) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  get callers(): number {
    return this.buckets.size;
  }

  /**
   * Takes a token. Returns 0, or the seconds to wait. `now` is of the monotonic clock: with a wall clock that is set
   * back, every caller would be refused until it reaches the old time again.
   */
  take(caller: string, now = performance.now()): number {
    const bucket = this.buckets.get(caller);
    const tokens = bucket
      ? Math.min(this.burst, bucket.tokens + ((now - bucket.at) / 1000) * this.perSecond)
      : this.burst;
    if (tokens < 1) return Math.ceil((1 - tokens) / this.perSecond);
    this.buckets.delete(caller);
    this.buckets.set(caller, { tokens: tokens - 1, at: now });
    if (this.buckets.size > MOST_BUCKETS) this.buckets.delete(this.buckets.keys().next().value!);
    return 0;
  }
}
