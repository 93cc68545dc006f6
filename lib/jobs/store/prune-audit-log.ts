import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

export interface Retention {
  keepMs: number;
  /** Of lines about refusals. */
  keepRefusedMs: number;
}

/** How many lines one pruning has deleted so far, and the line that reports it. */
export interface Pruned {
  line: number;
  lines: number;
}

/** Lines in one transaction: a click then waits some milliseconds at most. */
const BATCH = 500;

/** Keeps lines of jobs, and lines about an approval while it can still be used. ?1: the limit, ?2: now. */
const TOO_OLD = `at < ?1 AND job IS NULL AND NOT (
  action IN ('ask for approval', 'approve') AND EXISTS (
    SELECT 1 FROM approvals WHERE approvals.cluster = record.cluster AND approvals.used_by_job IS NULL
      AND approvals.expires_at > ?2 AND approvals.requested_at <= record.ended_at))`;

/**
 * Deletes one batch of expired lines. One line of the audit log reports how many this pruning has deleted (`previous`:
 * its earlier batches), and from before when. null: none is left. Throws AppError disk.
 */
export function pruneAuditLog(
  store: JobStore,
  retention: Retention,
  now: Date,
  previous: Pruned | null,
): Pruned | null {
  const refusedBefore = earlier(now, retention.keepRefusedMs);
  const othersBefore = earlier(now, retention.keepMs);
  const deleteBatch = (which: string, olderThan: string, most: number): number =>
    Number(
      store[SQL].prepare(
        `DELETE FROM record WHERE id IN (SELECT id FROM record WHERE ${TOO_OLD} AND ${which} ORDER BY at LIMIT ${most})`,
      ).run(olderThan, now.toISOString()).changes,
    );
  return store.transact(() => {
    const refused = deleteBatch(`outcome = 'refused'`, refusedBefore, BATCH);
    const deleted = refused + deleteBatch(`outcome <> 'refused'`, othersBefore, BATCH - refused);
    if (deleted === 0) return null;
    const lines = (previous?.lines ?? 0) + deleted;
    const note =
      `${lines} ${lines === 1 ? 'line was' : 'lines were'} deleted by the configuration (auditLog): refusals from before ` +
      `${refusedBefore}, and other lines that belong to no job from before ${othersBefore}.`;
    return { line: saveNote(store, note, now, previous), lines };
  });
}

const earlier = (now: Date, ms: number): string => new Date(Math.max(0, now.getTime() - ms)).toISOString();

function saveNote(store: JobStore, note: string, now: Date, previous: Pruned | null): number {
  const at = now.toISOString();
  const update = store[SQL].prepare('UPDATE record SET ended_at = ?, note = ? WHERE id = ?');
  if (previous !== null && update.run(at, note, previous.line).changes === 1) return previous.line;
  const { lastInsertRowid } = store[SQL].prepare(
    `INSERT INTO record (at, ended_at, action, outcome, actor_name, note) VALUES (?, ?, 'delete old lines', 'done', 'Restore Desk', ?)`,
  ).run(at, at, note);
  return Number(lastInsertRowid);
}
