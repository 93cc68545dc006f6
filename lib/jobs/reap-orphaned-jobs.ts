import { auditJobEnd } from './audit-job-end.ts';
import { isAlive, sameOwner, type Owner } from './owner.ts';
import type { JobStore } from './store/job-store.ts';
import type { AliveJob } from './store/rows.ts';

const TAKEN_OVER = 'Taken over from the queue of a Restore Desk that stopped before this job began.';

/** For the server: reaps every job whose process is gone. Throws AppError disk. */
export function reapOrphans(store: JobStore, self: Owner): void {
  for (const orphan of store.alive())
    if (!sameOwner(orphan.owner, self) && !isAlive(orphan.owner, orphan.heartbeatAt)) reapOrphan(store, orphan, self);
}

/** Takes over a job that a server left in its queue; ends any other one. Throws AppError disk. */
export function reapOrphan(store: JobStore, orphan: AliveJob, self: Owner): void {
  const { cancelRequested, id, owner, status } = orphan;
  if (status !== 'queued' || cancelRequested || owner.kind !== 'server') {
    endOrphan(store, orphan);
    return;
  }
  if (store.adopt(id, owner, self)) store.appendLog(id, [{ at: new Date().toISOString(), text: TAKEN_OVER }]);
}

/**
 * For a command line: ends running jobs whose process is gone. It may be the only process that checks, and a killed one
 * must not hold its index for ever. Queued jobs wait for a dashboard. Throws AppError disk.
 */
export function endOrphans(store: JobStore): void {
  for (const orphan of store.alive())
    if (orphan.status === 'running' && !isAlive(orphan.owner, orphan.heartbeatAt)) endOrphan(store, orphan);
}

/** Ends a job whose process is gone, with the reason, its line in the audit log, and its locks released. */
function endOrphan(store: JobStore, { cancelRequested, checkpoint, heartbeatAt, id, owner, status }: AliveJob): void {
  const resumable = checkpoint !== null;
  const process = `${owner.kind === 'server' ? 'Restore Desk' : 'the command line'}, process ${owner.pid}`;
  const why = `The process that ran it (${process}) has ended and gave no reason. It was last seen running at ${heartbeatAt}.`;
  const ending =
    status === 'queued'
      ? ({ status: 'cancelled', resumable: false } as const)
      : ({ status: 'interrupted', why, resumable } as const);
  // False: another process has ended it meanwhile.
  if (!store.end(id, cancelRequested ? { status: 'cancelled', resumable } : ending)) return;
  store.appendLog(id, [{ at: new Date().toISOString(), text: why }]);
  const job = store.get(id);
  if (job) auditJobEnd(store, job);
}
