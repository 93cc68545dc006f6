import { log } from '../log.ts';
import type { JobStore } from './store/job-store.ts';
import { pruneAuditLog, type Pruned, type Retention } from './store/prune-audit-log.ts';

const EVERY_MS = 3_600_000;

/** Deletes what the audit log need not keep any longer: looked for once an hour, a batch at each look of the runner. */
export class AuditLogPruner {
  private readonly terms: Retention;
  private readonly began = { wall: Date.now(), steady: performance.now() };
  private nextAt = 0;
  private pruned: Pruned | null = null;

  constructor(terms: Retention) {
    this.terms = terms;
  }

  /** Throws AppError disk: tried again with the next look. */
  look(store: JobStore): void {
    if (performance.now() < this.nextAt) return;
    const pruned = pruneAuditLog(store, this.terms, this.now(), this.pruned);
    if (pruned === null) {
      if (this.pruned !== null) log().info({ record: this.pruned.line, lines: this.pruned.lines }, 'old lines deleted');
      this.nextAt = performance.now() + EVERY_MS;
    }
    this.pruned = pruned;
  }

  /** No later than the time this process has lived through: a clock that jumps ahead makes no line old. */
  private now(): Date {
    return new Date(Math.min(Date.now(), this.began.wall + (performance.now() - this.began.steady)));
  }
}
