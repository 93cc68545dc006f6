import type { ConfiguredCluster } from '../config.ts';
import type { Actor } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import type { Approval, Approver } from '../contract/reviews.ts';
import { AppError, isAppError } from '../errors.ts';
import { processGlobal } from '../process-wide.ts';
import { guardOf } from './guard.ts';
import { approverOf } from './store/approvals.ts';
import { endApproval } from './store/end-approvals.ts';
import { auditAttempt, auditOutcome } from './store/audit-log.ts';
import type { JobStore } from './store/job-store.ts';

/** Why an approver may no longer approve; null: they may. Throws AppError where that can't be checked now. */
export type ApproverCheck = (
  approval: Approval,
  approver: Approver | null,
  cluster: ConfiguredCluster,
) => Promise<string | null>;

const registered = processGlobal('approver-check', (): { check: ApproverCheck } => ({
  check: () => Promise.resolve(null),
}));

/** Jobs can't import lib/access, which knows people: lib/access/approver.ts registers itself here. */
export const registerApproverCheck = (check: ApproverCheck): void => {
  registered().check = check;
};

/**
 * Called when a plan is applied: withdraws each approval whose approver may no longer approve. Throws AppError refused
 * if none is left, and what the check throws. With break-glass neither is thrown: an approval that can't be checked is
 * withdrawn.
 */
export async function refuseStaleApproval(
  store: JobStore,
  cluster: ConfiguredCluster,
  plan: Plan,
  actor: Actor,
  breaksGlass: boolean,
): Promise<void> {
  for (let reason: string | null = null; ;) {
    const { approval } = guardOf(store, cluster, plan, actor);
    if (approval.state !== 'given') {
      if (reason === null || breaksGlass) return;
      throw new AppError('refused', `The approval is no longer valid: ${reason}`, {
        hint: 'Nothing was changed. Ask for approval again, or break the glass and say why.',
        details: { approval: approval.state, fingerprint: plan.fingerprint },
      });
    }
    reason = await registered()
      .check(approval.approval, approverOf(store, approval.approval.id), cluster)
      .catch((error: unknown) => {
        if (breaksGlass && isAppError(error)) return error.message;
        throw error;
      });
    if (reason === null) return;
    withdraw(store, approval.approval, reason, actor);
  }
}

function withdraw(store: JobStore, approval: Approval, reason: string, actor: Actor): void {
  const { id, cluster, fingerprint, objects } = approval;
  const line = auditAttempt(store, {
    cluster,
    action: 'withdraw approval',
    actor,
    address: actor.address,
    fingerprint,
    objects,
    approval: id,
    input: { approval: id },
    note: reason,
  });
  store.transact(() => endApproval(store, id, { as: 'removed', by: null, reason }));
  auditOutcome(store, line, { outcome: 'done' });
}
