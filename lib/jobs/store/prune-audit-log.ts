import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

export interface Retention {
  keepMs: number;
  /** Of lines about what was refused. */
  keepRefusedMs: number;
}

/** What one pruning has deleted so far, and the line that says so. */
export interface Pruned {
  line: number;
  lines: number;
}

/** So many in one transaction: a click waits for no more than some milliseconds. */
const BATCH = 500;

/** Lines of a job stay as long as the job, and those about an approval as long as somebody may still use it. ?2 is now. */
const TOO_OLD = `at < ?1 AND job IS NULL AND NOT (
  action IN ('ask for approval', 'approve') AND EXISTS (
    SELECT 1 FROM approvals WHERE approvals.cluster = record.cluster AND approvals.used_by_job IS NULL
      AND approvals.expires_at > ?2 AND approvals.requested_at <= record.ended_at))`;

/**
 * Deletes a batch of the lines that are too old by now. One line of the record says how many this pruning (`before`) has
 * deleted, and from before when. null: none is left. Throws AppError disk.
 */
export function pruneAuditLog(store: JobStore, terms: Retention, now: Date, before: Pruned | null): Pruned | null {
  const refusedBefore = earlier(now, terms.keepRefusedMs);
  const othersBefore = earlier(now, terms.keepMs);
  const drop = (which: string, olderThan: string, most: number): number =>
    Number(
      store[SQL].prepare(
        `DELETE FROM record WHERE id IN (SELECT id FROM record WHERE ${TOO_OLD} AND ${which} ORDER BY at LIMIT ${most})`,
      ).run(olderThan, now.toISOString()).changes,
    );
  return store.transact(() => {
    const refused = drop(`outcome = 'refused'`, refusedBefore, BATCH);
    const deleted = refused + drop(`outcome <> 'refused'`, othersBefore, BATCH - refused);
    if (deleted === 0) return null;
    const lines = (before?.lines ?? 0) + deleted;
    const note =
      `${lines} ${lines === 1 ? 'line was' : 'lines were'} deleted by the configuration (auditLog): refusals from before ` +
      `${refusedBefore}, and other lines that belong to no job from before ${othersBefore}.`;
    return { line: written(store, note, now, before), lines };
  });
}

const earlier = (now: Date, ms: number): string => new Date(Math.max(0, now.getTime() - ms)).toISOString();

function written(store: JobStore, note: string, now: Date, before: Pruned | null): number {
  const at = now.toISOString();
  const goOn = store[SQL].prepare('UPDATE record SET ended_at = ?, note = ? WHERE id = ?');
  if (before !== null && goOn.run(at, note, before.line).changes === 1) return before.line;
  const { lastInsertRowid } = store[SQL].prepare(
    `INSERT INTO record (at, ended_at, action, outcome, actor_name, note) VALUES (?, ?, 'delete old lines', 'done', 'Restore Desk', ?)`,
  ).run(at, at, note);
  return Number(lastInsertRowid);
}
