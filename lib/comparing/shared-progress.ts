import type { Phase } from '../contract/progress.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';

const REPORT_EVERY_MS = 200;

/** The progress of both sides together. Why a reader waits is reported at once, and until the next document arrives. */
export class SharedProgress {
  private readonly run: Pick<Run, 'report'>;
  private readonly meter = new Meter();
  private phase: Phase | null = null;
  private done = 0;
  private total = 0;
  private because: string | null = null;
  private readonly estimates: string[] = [];
  private reportedAt = -Infinity;

  constructor(run: Pick<Run, 'report'>) {
    this.run = run;
  }

  begin(phase: Phase, total: number): void {
    this.phase = phase;
    this.done = 0;
    this.total = total;
    this.report();
  }

  /** One more document. */
  count(): void {
    this.done++;
    // A look at the clock for each document costs more than its report.
    if (this.because === null && ((this.done & 63) !== 1 || performance.now() - this.reportedAt < REPORT_EVERY_MS))
      return;
    this.because = null;
    this.report();
  }

  /** A request is tried again. */
  wait(error: unknown): void {
    this.because = error instanceof Error ? error.message : String(error);
    this.report();
  }

  /** A sentence about what the result will be. */
  estimate(sentence: string): void {
    this.estimates.push(sentence);
    this.report();
  }

  private report(): void {
    const { because: pausedBecause, done, phase } = this;
    if (phase === null) return;
    this.reportedAt = performance.now();
    const total = Math.max(this.total, done);
    const estimate = this.estimates.length === 0 ? {} : { estimate: this.estimates.join(' ') };
    this.run.report(this.meter.progress({ ...phase, done, total, unit: 'documents', pausedBecause, ...estimate }));
  }
}
