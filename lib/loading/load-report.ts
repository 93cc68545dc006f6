import type { RestorePlan } from '../kinds/restore/schema.ts';
import { Meter } from '../running/meter.ts';
import type { RestoreRun } from './checkpoint.ts';
import type { Loaded } from './loaded.ts';
import { LOADING } from './phases.ts';

type Counted = Pick<Loaded, 'buckets' | 'done'>;

/** What a job shows of a load: how far it is, and why it pauses. */
export class LoadReport {
  private readonly plan: RestorePlan;
  private readonly run: RestoreRun;
  private readonly meter = new Meter();
  private counts: Counted;
  private bytes = 0;
  /** What the gate sees says more than how a bulk fared. */
  private readonly waits: { gate: string | null; bulk: string | null } = { gate: null, bulk: null };
  private paused: string | null = null;

  constructor(plan: RestorePlan, run: RestoreRun, start: Counted) {
    this.plan = plan;
    this.run = run;
    this.counts = { buckets: start.buckets, done: start.done };
  }

  send(): void {
    const { plan, counts, bytes, paused } = this;
    this.run.report(
      this.meter.progress({
        ...LOADING,
        subject: plan.target.index,
        done: counts.done,
        total: plan.backup.documents,
        unit: 'documents',
        bytes,
        totalBytes: plan.backup.objectsBytes,
        counters: { ...counts.buckets },
        pausedBecause: paused,
      }),
    );
  }

  counted({ buckets, done }: Counted, bytes: number): void {
    this.counts = { buckets, done };
    this.bytes = bytes;
    this.send();
  }

  onPause(of: 'gate' | 'bulk'): (because: string | null) => void {
    return (because) => {
      this.waits[of] = because;
      const now = this.waits.gate ?? this.waits.bulk;
      if (now === this.paused) return;
      if (now !== null) this.run.log(`Paused: ${now}.`);
      this.paused = now;
      this.send();
    };
  }
}
