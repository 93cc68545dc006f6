import type { CarryCounts } from '../contract/carried.ts';
import type { Phase } from '../contract/progress.ts';
import { Meter } from '../running/meter.ts';
import type { Run } from '../running/run.ts';

/** Reports the writing to its job: the counts, and the reason for a pause. */
export class CarryReport {
  private readonly run: Pick<Run, 'report' | 'log'>;
  private readonly phase: Phase;
  private readonly index: string;
  private readonly total: number;
  private readonly counts: CarryCounts;
  private readonly meter = new Meter();
  private readonly pauses: { gate: string | null; bulk: string | null } = { gate: null, bulk: null };
  private pausedBecause: string | null = null;

  /** `counts`: read at each report. */
  constructor(run: Pick<Run, 'report' | 'log'>, phase: Phase, index: string, total: number, counts: CarryCounts) {
    this.run = run;
    this.phase = phase;
    this.index = index;
    this.total = total;
    this.counts = counts;
  }

  send(): void {
    const done = Object.values(this.counts).reduce((sum, count) => sum + count, 0);
    this.run.report(
      this.meter.progress({
        ...this.phase,
        subject: this.index,
        done,
        total: this.total,
        unit: 'documents',
        counters: { ...this.counts },
        pausedBecause: this.pausedBecause,
      }),
    );
  }

  onPause(source: 'gate' | 'bulk'): (because: string | null) => void {
    return (because) => {
      this.pauses[source] = because;
      const current = this.pauses.gate ?? this.pauses.bulk;
      if (current === this.pausedBecause) return;
      if (current !== null) this.run.log(`Paused: ${current}.`);
      this.pausedBecause = current;
      this.send();
    };
  }
}
