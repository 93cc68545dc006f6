import type { RestorePlan } from '../kinds/restore/schema.ts';
import { Meter } from '../running/meter.ts';
import type { RestoreRun } from './checkpoint.ts';
import { countersOf, type LoadState } from './count-outcomes.ts';
import { LOADING } from './phases.ts';

type Counts = Pick<LoadState, 'buckets' | 'done'>;

/** Reports a load to its job: the progress, and the reason for a pause. */
export class LoadReport {
  private readonly plan: RestorePlan;
  private readonly run: RestoreRun;
  private readonly meter = new Meter();
  private counts: Counts;
  private bytes: number;
  /** Sent by earlier runs. */
  private readonly bytesBefore: number;
  /** The gate's reason is shown first: it says more than that of a bulk. */
  private readonly pauses: { gate: string | null; bulk: string | null } = { gate: null, bulk: null };
  private pausedBecause: string | null = null;

  constructor(plan: RestorePlan, run: RestoreRun, start: Counts, bytesBefore: number) {
    this.plan = plan;
    this.run = run;
    this.counts = { buckets: start.buckets, done: start.done };
    this.bytesBefore = bytesBefore;
    this.bytes = bytesBefore;
  }

  send(): void {
    const { plan, counts, bytes, pausedBecause } = this;
    this.run.report(
      this.meter.progress({
        ...LOADING,
        subject: plan.target.index,
        done: counts.done,
        total: plan.backup.documents,
        unit: 'documents',
        bytes,
        totalBytes: plan.backup.objectsBytes,
        counters: countersOf(counts.buckets),
        pausedBecause,
      }),
    );
  }

  /** `bytes`: sent by this run. */
  update({ buckets, done }: Counts, bytes: number): void {
    this.counts = { buckets, done };
    this.bytes = this.bytesBefore + bytes;
    this.send();
  }

  /** A callback for the pauses of the gate or of the bulks; null: the pause has ended. */
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
