import type { Approval } from '../../contract/reviews.ts';
import { samePerson } from '../../contract/person.ts';
import { AppError } from '../../errors.ts';
import { findApproval, requireOpen, selectOpen, toApproval, type ClusterKeys } from './approval-rows.ts';
import { auditDone } from './audit-log.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

export interface ApprovalEnd {
  as: 'declined' | 'withdrawn' | 'expired' | 'removed';
  /** null: Restore Desk itself. */
  by: string | null;
  reason: string | null;
}

/** Within a transaction. */
export function endApproval(store: JobStore, id: string, { as, by, reason }: ApprovalEnd): void {
  store[SQL].prepare(
    'UPDATE approvals SET ended_at = ?, ended_as = ?, ended_by = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL',
  ).run(new Date().toISOString(), as, by, reason, Number(id));
}

/**
 * A second person's no, with a reason that the requester reads; also for a plan that is approved and not applied yet.
 * Throws AppError not_found, refused (also for one's own request).
 */
export const declineApproval = (store: JobStore, keys: ClusterKeys, id: string, by: string, reason: string): void =>
  endOpen(store, keys, id, { as: 'declined', by, reason }, ({ requestedBy }) => {
    if (!samePerson(requestedBy, by)) return;
    throw new AppError('refused', 'You requested this yourself.', { hint: 'Withdraw your request instead.' });
  });

/** The requester takes the request back. Throws AppError not_found, refused (also for another person's request). */
export const withdrawRequest = (store: JobStore, keys: ClusterKeys, id: string, by: string): void =>
  endOpen(store, keys, id, { as: 'withdrawn', by, reason: null }, ({ requestedBy }) => {
    if (samePerson(requestedBy, by)) return;
    throw new AppError('refused', `${requestedBy} requested this, and can withdraw it.`, {
      hint: 'If you may approve, you can decline it.',
    });
  });

function endOpen(
  store: JobStore,
  keys: ClusterKeys,
  id: string,
  end: ApprovalEnd,
  check: (approval: Approval) => void,
): void {
  store.transact(() => {
    const approval = findApproval(store, keys, id);
    if (!approval) throw new AppError('not_found', 'There is no such request for approval.');
    check(approval);
    requireOpen(store, approval);
    endApproval(store, id, end);
  });
}

/** Ends the unused approvals of somebody who was removed or has another role. Returns how many. */
export function withdrawApprovals(store: JobStore, by: string): number {
  return store.transact(() => {
    const given = selectOpen(store, 'approved_by IS NOT NULL').filter(({ approvedBy }) =>
      samePerson(approvedBy ?? '', by),
    );
    const reason = `The access of ${by} was ended or changed.`;
    for (const approval of given) {
      endApproval(store, approval.id, { as: 'removed', by: null, reason });
      auditEnd(store, approval, 'withdraw approval', reason);
    }
    return given.length;
  });
}

const EXPIRED = 'expires_at <= ? AND ended_at IS NULL AND used_by_job IS NULL';

/** Marks expired requests and approvals as ended, so that they stay expired if the clock is set back. */
export function endExpiredApprovals(store: JobStore): void {
  const now = new Date().toISOString();
  if (!store.read(() => store[SQL].prepare(`SELECT 1 FROM approvals WHERE ${EXPIRED} LIMIT 1`).get(now))) return;
  store.transact(() => {
    const expired = store[SQL].prepare(`SELECT * FROM approvals WHERE ${EXPIRED}`).all(now).map(toApproval);
    for (const approval of expired) {
      endApproval(store, approval.id, { as: 'expired', by: null, reason: null });
      const { approvedBy } = approval;
      auditEnd(
        store,
        approval,
        'approval expired',
        approvedBy === null ? 'It was not approved in time.' : `Approved by ${approvedBy}, and not used in time.`,
      );
    }
  });
}

/** A line by Restore Desk itself, in the transaction that ends the approval. */
const auditEnd = (
  store: JobStore,
  { id, cluster, fingerprint, objects, requestedBy }: Approval,
  action: string,
  note: string,
) =>
  auditDone(store, {
    cluster,
    action,
    actor: { name: 'Restore Desk', role: null, address: null },
    address: null,
    fingerprint,
    objects,
    approval: id,
    note: `${note} ${requestedBy} requested it.`,
  });
