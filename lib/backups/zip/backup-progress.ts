import type { BackupPlan, IndexBackupResult } from '../../kinds/backup/schema.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';
import { PUBLISHING, READING } from '../phases.ts';
import type { IndexProgress } from './back-up-index.ts';

/** Sums the progress of the indices of one backup. */
export class BackupProgress {
  private readonly current = new Map<string, IndexProgress>();
  private readonly meter = new Meter();
  private readonly plan: BackupPlan;
  private readonly done: readonly IndexBackupResult[];
  private readonly pending: readonly unknown[];
  private readonly run: Pick<Run, 'report'>;

  /** `done` and `pending` are the caller's lists, which it changes during the backup. */
  constructor(
    plan: BackupPlan,
    done: readonly IndexBackupResult[],
    pending: readonly unknown[],
    run: Pick<Run, 'report'>,
  ) {
    this.plan = plan;
    this.done = done;
    this.pending = pending;
    this.run = run;
  }

  /** Reports the progress of the backup after a change of one index. */
  report(index: string, state: IndexProgress): void {
    this.current.set(index, state);
    const running = [...this.current.values()];
    const isOneOfSeveral = this.plan.indices.length > 1;
    this.run.report(
      this.meter.progress({
        ...this.phase(running),
        subject: isOneOfSeveral ? this.subject() : index,
        done: sum(this.done, ({ documents }) => documents) + sum(running, ({ documents }) => documents),
        total: this.plan.documents,
        unit: 'documents',
        bytes: sum(this.done, ({ fileBytes }) => fileBytes) + sum(running, ({ fileBytes }) => fileBytes),
        pausedBecause: running.find(({ waitingFor }) => waitingFor !== null)?.waitingFor ?? null,
      }),
    );
  }

  remove(index: string): void {
    this.current.delete(index);
  }

  /** `publish` only when no index is still to be read, since the steps of a job never go back. */
  private phase(running: readonly IndexProgress[]) {
    return this.pending.length === 0 && running.every(({ publishing }) => publishing) ? PUBLISHING : READING;
  }

  private subject(): string {
    const current = [...this.current.keys()].join(', ');
    return `${this.done.length} of ${this.plan.indices.length} indices done, now ${current}`;
  }
}

const sum = <T>(items: readonly T[], of: (item: T) => number): number =>
  items.reduce((total, item) => total + of(item), 0);
