import { log } from '../log.ts';
import type { JobStore } from './store/job-store.ts';
import { pruneAuditLog, type Pruned, type Retention } from './store/prune-audit-log.ts';

const PRUNE_EVERY_MS = 3_600_000;

/** Deletes expired lines of the audit log: every hour, one batch at each of the runner's polls. */
export class AuditLogPruner {
  private readonly retention: Retention;
  private readonly startedAtMs = { wall: Date.now(), steady: performance.now() };
  private nextAtMs = 0;
  private pruned: Pruned | null = null;

  constructor(terms: Retention) {
    this.retention = terms;
  }

  /** Throws AppError disk; the next call retries. */
  pruneWhenDue(store: JobStore): void {
    if (performance.now() < this.nextAtMs) return;
    const pruned = pruneAuditLog(store, this.retention, this.now(), this.pruned);
    if (pruned === null) {
      if (this.pruned !== null) log().info({ record: this.pruned.line, lines: this.pruned.lines }, 'old lines deleted');
      this.nextAtMs = performance.now() + PRUNE_EVERY_MS;
    }
    this.pruned = pruned;
  }

  /** The wall clock, limited by the time this process has run: a clock that jumps ahead must not expire lines. */
  private now(): Date {
    return new Date(Math.min(Date.now(), this.startedAtMs.wall + (performance.now() - this.startedAtMs.steady)));
  }
}
