import { isAlive } from './owner.ts';
import { recordJobEnd } from './record-job-end.ts';
import { checkpointOf, ownerOf, type JobRow } from './store/rows.ts';
import type { JobStore } from './store/job-store.ts';

/** Ends a job whose process is gone, with a sentence that says why, and gives its locks back. False: it had ended already. */
export function bury(store: JobStore, row: JobRow): boolean {
  const id = String(row.id);
  const owner = ownerOf(row);
  const resumable = checkpointOf(row) !== null;
  const why = `The process that ran it (${owner.kind === 'server' ? 'Restore Desk' : 'the command line'}, process ${owner.pid}) is gone; it did not say why. The last sign of life came at ${String(row.beat_at)}.`;
  const ended = store.end(
    id,
    row.cancel_requested_at === null
      ? row.status === 'queued'
        ? { status: 'cancelled', resumable: false }
        : { status: 'interrupted', why, resumable }
      : { status: 'cancelled', resumable },
  );
  if (ended) store.appendLog(id, [{ at: new Date().toISOString(), text: why }]);
  return ended;
}

/** For a command line, which may be the only one to look: a killed one must not hold its index for ever. What is queued waits for a dashboard. */
export function buryDead(store: JobStore): void {
  for (const row of store.alive()) {
    if (row.status !== 'running' || isAlive(ownerOf(row), String(row.beat_at)) || !bury(store, row)) continue;
    const job = store.get(String(row.id));
    if (job) recordJobEnd(store, job);
  }
}
