/** A difference of the clocks below this is drift, or a leap second. */
const JUMP_MS = 60_000;
/** After a jump, nothing begins for so long: a clock that is corrected at once must start nothing. */
const SETTLE_MS = 30_000;

/** Notices when the wall clock was set, by comparing it with the time that this process has run. */
export class ClockWatch {
  private offsetMs = Date.now() - performance.now();
  private settledAtMs = -Infinity;

  /** Whether the wall clock can be believed: it was not set within the last half minute. Called about every second. */
  isSettled(): boolean {
    const steady = performance.now();
    const offsetMs = Date.now() - steady;
    if (Math.abs(offsetMs - this.offsetMs) > JUMP_MS) this.settledAtMs = steady + SETTLE_MS;
    this.offsetMs = offsetMs;
    return steady >= this.settledAtMs;
  }
}
