/** More failures than both of these stop a replay until somebody decides. */
const MOST_FAILED = 20;
const MOST_SHARE = 0.05;

/** Whether so many requests failed that something is wrong with all of them. */
export class ErrorBudget {
  private settled = 0;
  private failed = 0;

  add(failed: boolean): void {
    this.settled++;
    if (failed) this.failed++;
  }

  get isExceeded(): boolean {
    return this.failed > MOST_FAILED && this.failed > this.settled * MOST_SHARE;
  }

  get sentence(): string {
    return `${String(this.failed)} of the last ${String(this.settled)} requests failed.`;
  }

  /** Somebody has decided to go on. */
  restart(): void {
    this.settled = 0;
    this.failed = 0;
  }
}
