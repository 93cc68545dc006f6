import type { ConfiguredCluster } from '../config.ts';
import type { Actor } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import type { Approval, Approver } from '../contract/reviews.ts';
import { AppError, isAppError } from '../errors.ts';
import { processGlobal } from '../process-wide.ts';
import { guardOf } from './guard.ts';
import { approverOf, endApproval } from './store/approvals.ts';
import { auditAttempt, auditOutcome } from './store/audit-log.ts';
import type { JobStore } from './store/job-store.ts';

/** Why somebody who approved may do so no longer; null: they still may. Throws AppError where that can't be told now. */
export type ApproverCheck = (
  approval: Approval,
  who: Approver | null,
  cluster: ConfiguredCluster,
) => Promise<string | null>;

const check = processGlobal('approver-check', (): { ask: ApproverCheck } => ({ ask: () => Promise.resolve(null) }));

/** Who people are is known above the jobs: lib/access/approver.ts. */
export const registerApproverCheck = (ask: ApproverCheck): void => {
  check().ask = ask;
};

/**
 * At applying: the yes of somebody who may not say it any more is withdrawn. Throws AppError refused where none is left, but
 * for those who do without: they break the glass, and never by a yes that could not be looked at.
 */
export async function refuseStaleApproval(
  store: JobStore,
  cluster: ConfiguredCluster,
  plan: Plan,
  actor: Actor,
  doesWithout: boolean,
): Promise<void> {
  for (let why: string | null = null; ;) {
    const { approval } = guardOf(store, cluster, plan, actor);
    if (approval.state !== 'given') {
      if (why === null || doesWithout) return;
      throw new AppError('refused', `The approval is no longer good: ${why}`, {
        hint: 'Nothing was changed. Ask for approval again, or break the glass and say why.',
        details: { approval: approval.state, fingerprint: plan.fingerprint },
      });
    }
    why = await check()
      .ask(approval.approval, approverOf(store, approval.approval.id), cluster)
      .catch((error: unknown) => {
        if (doesWithout && isAppError(error)) return error.message;
        throw error;
      });
    if (why === null) return;
    withdraw(store, approval.approval, why, actor);
  }
}

function withdraw(store: JobStore, { id, cluster, fingerprint }: Approval, why: string, actor: Actor): void {
  const line = auditAttempt(store, {
    cluster,
    action: 'withdraw approval',
    actor,
    address: actor.address,
    fingerprint,
    input: { approval: id },
    note: why,
  });
  store.transact(() => endApproval(store, id));
  auditOutcome(store, line, { outcome: 'done' });
}
