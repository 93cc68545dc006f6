import type { Lock } from '../../kinds/locks.ts';
import { AppError } from '../../errors.ts';
import type { DatabaseSync } from 'node:sqlite';

/**
 * Takes all locks for a job. Throws busy with the id of the job in the way; the caller's transaction undoes those
 * taken.
 */
export function takeLocks(database: DatabaseSync, job: number, locks: readonly Lock[]): void {
  const requireFreeLock = holderCheck(database, job);
  const take = database.prepare('INSERT OR IGNORE INTO locks (scope, subject, job, exclusive) VALUES (?, ?, ?, ?)');
  for (const lock of locks) {
    requireFreeLock(lock);
    take.run(lock.scope, lock.name, job, lock.exclusive ? 1 : 0);
  }
}

/** Throws busy with the id of the job that holds a lock which excludes this one; takes nothing. */
export const requireFree = (database: DatabaseSync, lock: Lock): void => holderCheck(database, null)(lock);

/** `job`: its own locks are not in its way. */
function holderCheck(database: DatabaseSync, job: number | null): (lock: Lock) => void {
  const findHolder = database.prepare(
    `SELECT l.job, l.subject, j.title, j.cluster FROM locks l JOIN jobs j ON j.id = l.job
     WHERE l.scope = ? AND l.subject = ? AND (l.exclusive = 1 OR ? = 1) AND l.job IS NOT ? LIMIT 1`,
  );
  return ({ exclusive, name, scope }) => {
    const holder = findHolder.get(scope, name, exclusive ? 1 : 0, job);
    if (holder) throw busy(name, String(holder.job), String(holder.title), String(holder.cluster));
  };
}

export function releaseLocks(database: DatabaseSync, job: number): void {
  database.prepare('DELETE FROM locks WHERE job = ?').run(job);
}

const busy = (subject: string, owner: string, title: string, cluster: string): AppError =>
  new AppError('busy', `Job ${owner} (${title}) is working on ${subject}.`, {
    hint: `Wait for job ${owner} or cancel it; then try again.`,
    details: { owner, subject, cluster },
  });
