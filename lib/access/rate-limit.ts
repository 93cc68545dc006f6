/** More than ever speak at once; whoever was silent longest is forgotten first, and begins with a full bucket again. */
const MOST_CALLERS = 10_000;

/** A bucket per caller: `burst` at once, refilled at `perSecond`. Its memory is bounded, however many callers there are. */
export class RateLimit {
  private readonly perSecond: number;
  private readonly burst: number;
  /** In the order they last came. */
  private readonly buckets = new Map<string, { tokens: number; at: number }>();

  constructor(perSecond: number, burst: number) {
    this.perSecond = perSecond;
    this.burst = burst;
  }

  get callers(): number {
    return this.buckets.size;
  }

  /** Seconds to wait; 0: go on, and one is taken. By a clock that nobody sets back: a corrected one would keep everybody out until it is that late again. */
  take(caller: string, now = performance.now()): number {
    const known = this.buckets.get(caller);
    const tokens = known ? Math.min(this.burst, known.tokens + ((now - known.at) / 1000) * this.perSecond) : this.burst;
    if (tokens < 1) return Math.ceil((1 - tokens) / this.perSecond);
    this.buckets.delete(caller);
    this.buckets.set(caller, { tokens: tokens - 1, at: now });
    if (this.buckets.size > MOST_CALLERS) this.buckets.delete(this.buckets.keys().next().value!);
    return 0;
  }
}
