import { isAlive } from './owner.ts';
import { auditJobEnd } from './audit-job-end.ts';
import type { JobStore } from './store/job-store.ts';
import type { AliveJob } from './store/rows.ts';

/** Ends a job whose process is gone, with a sentence that says why, and releases its locks. False: it had ended already. */
export function reapIfOrphaned(
  store: JobStore,
  { beatAt, cancelRequested, checkpoint, id, owner, status }: AliveJob,
): boolean {
  const resumable = checkpoint !== null;
  const process = `${owner.kind === 'server' ? 'Restore Desk' : 'the command line'}, process ${owner.pid}`;
  const why = `The process that ran it (${process}) is gone; it did not say why. The last sign of life came at ${beatAt}.`;
  const interrupted =
    status === 'queued'
      ? ({ status: 'cancelled', resumable: false } as const)
      : ({ status: 'interrupted', why, resumable } as const);
  const ended = store.end(id, cancelRequested ? { status: 'cancelled', resumable } : interrupted);
  if (ended) store.appendLog(id, [{ at: new Date().toISOString(), text: why }]);
  return ended;
}

/** For a command line, which may be the only one to look: a killed one must not hold its index for ever. What is queued waits for a dashboard. */
export function reapOrphanedJobs(store: JobStore): void {
  for (const alive of store.alive()) {
    if (alive.status !== 'running' || isAlive(alive.owner, alive.beatAt) || !reapIfOrphaned(store, alive)) continue;
    const job = store.get(alive.id);
    if (job) auditJobEnd(store, job);
  }
}
