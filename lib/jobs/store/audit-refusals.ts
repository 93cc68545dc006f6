import type { Failure } from '../../errors.ts';
import { log } from '../../log.ts';
import { failureJson, logFields, withinLimits, type AuditAttempt } from './audit-line.ts';
import { boundedJson, boundedList, boundedText } from './bounded.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** The most bytes of UTF-8 of a refusal's line: nothing was changed, and anybody can cause many. */
const REFUSAL_BYTES = 2048;
const REFUSAL_FAILURE_BYTES = 700;
const REFUSAL_OBJECTS_BYTES = 300;

/**
 * Adds the line of a refusal. `attemptLine`: the line of its attempt, which becomes the refusal's. Throws AppError
 * disk.
 */
export function auditRefusal(
  store: JobStore,
  unlimited: AuditAttempt,
  failure: Failure,
  attemptLine: number | null = null,
): void {
  const attempt = withinLimits(unlimited);
  const at = new Date().toISOString();
  const failureText = failureJson(failure, REFUSAL_FAILURE_BYTES);
  const { actor, address, action, cluster, fingerprint } = attempt;
  const objects = boundedList(attempt.objects ?? [], REFUSAL_OBJECTS_BYTES);
  const texts = [
    at,
    at,
    'refused',
    cluster,
    action,
    actor?.name,
    actor?.role,
    address,
    fingerprint,
    failureText,
    objects,
  ];
  const textBytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ''), 0);
  const input = boundedJson(attempt.input, REFUSAL_BYTES - textBytes);
  const id = store.transact(() => {
    if (attemptLine !== null) {
      store[SQL].prepare(
        `UPDATE record SET ended_at = ?, outcome = 'refused', objects = ?, input = ?, requests = NULL, failure = ? WHERE id = ?`,
      ).run(at, objects, input, failureText, attemptLine);
      return attemptLine;
    }
    return Number(
      store[SQL].prepare(
        'INSERT INTO record (at, ended_at, cluster, action, outcome, actor_name, role, address, fingerprint, ' +
          `objects, approval, input, failure) VALUES (?, ?, ?, ?, 'refused', ?, ?, ?, ?, ?, ?, ?, ?)`,
      ).run(
        at,
        at,
        cluster,
        action,
        actor?.name ?? null,
        actor?.role ?? null,
        address,
        fingerprint ?? null,
        objects,
        attempt.approval ? Number(attempt.approval) : null,
        input,
        failureText,
      ).lastInsertRowid,
    );
  });
  const { code, message } = failure;
  log().info({ ...logFields(id, attempt), failure: { code, message: boundedText(message, 400) } }, 'refused');
}

/** One line in place of many refusals, and how many. */
export interface OmittedRefusals {
  id: number;
  refusals: number;
}

/**
 * Counts a refusal without a line of its own. `previous`: the line that counts this sender's refusals so far;
 * `attemptLine`: the line of its attempt, deleted in the same transaction. Throws AppError disk.
 */
export function countAuditRefusal(
  store: JobStore,
  { actor, address, cluster }: Pick<AuditAttempt, 'actor' | 'address' | 'cluster'>,
  previous: OmittedRefusals | null,
  attemptLine: number | null,
): OmittedRefusals {
  const at = new Date().toISOString();
  const refusals = (previous?.refusals ?? 0) + 1;
  const note = `${refusals === 1 ? '1 refusal was' : `${refusals} refusals were`} not recorded one by one.`;
  return store.transact(() => {
    if (attemptLine !== null)
      store[SQL].prepare(`DELETE FROM record WHERE id = ? AND outcome = 'attempted'`).run(attemptLine);
    const count = store[SQL].prepare('UPDATE record SET ended_at = ?, note = ? WHERE id = ?');
    if (previous !== null && count.run(at, note, previous.id).changes === 1) return { id: previous.id, refusals };
    const line = withinLimits({ actor, address, cluster, action: 'refusals left out' });
    const { lastInsertRowid } = store[SQL].prepare(
      `INSERT INTO record (at, ended_at, cluster, action, outcome, actor_name, role, address, note) VALUES (?, ?, ?, ?, 'refused', ?, ?, ?, ?)`,
    ).run(at, at, cluster, line.action, line.actor?.name ?? null, line.actor?.role ?? null, line.address, note);
    log().warn(logFields(Number(lastInsertRowid), line), 'too many refusals: from here on they are counted');
    return { id: Number(lastInsertRowid), refusals };
  });
}
