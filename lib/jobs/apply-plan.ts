import { createHash } from 'node:crypto';
import type { ConfiguredCluster } from '../config.ts';
import type { Actor, Job, JobWork } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import { AppError } from '../errors.ts';
import type { Guard } from '../contract/reviews.ts';
import { REASON_CHARACTERS } from '../contract/limits.ts';
import { plural } from '../format.ts';
import { kinds } from '../kinds/kinds.ts';
import { objectsOf } from '../kinds/objects.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { refuseStaleApproval } from './approver-check.ts';
import { auditBreakGlass, linkBreakGlassToJob } from './break-glass.ts';
import { runner } from './jobs.ts';
import { guardOf } from './guard.ts';
import { planChanges } from './plan-changes.ts';
import { rememberDisplayedPlan, displayedPart, displayedPlan, displayedRequest } from './displayed-plans.ts';
import { markApprovalUsed } from './store/approvals.ts';
import type { JobStore } from './store/job-store.ts';
import { requireTypedCluster } from './typed-cluster.ts';

export interface ApplyRequest<P extends Plan> {
  cluster: ConfiguredCluster;
  actor: Actor;
  /** Of the plan that was displayed. */
  fingerprint: string;
  /** Idempotency key, made once when the plan was displayed: two clicks on one page start one job. */
  key: string;
  /** Plans again, from the current state of the cluster. */
  plan: () => Promise<P>;
  work: (plan: P) => JobWork;
  follows?: string | null;
  /** Typed on a protected cluster: the name of the alias that is moved, or that points to the index written into. */
  confirmation?: string;
  /** Typed where documents of another cluster are written to this one: the name of this cluster. */
  typedCluster?: string;
  /** Why it can't wait for a second person's approval; at least ten characters. */
  breakGlass?: string;
}

/**
 * Plans again, compares, and starts the job. Throws AppError plan_changed with `details.changes` (sentences) and
 * `details.plan` (the fresh one); refused if a check of the plan refuses, or the approval in `details.approval` is
 * missing.
 */
export async function applyPlan<P extends Plan>(request: ApplyRequest<P>): Promise<Job> {
  const { store } = runner();
  const key = `${request.cluster.key} ${request.fingerprint} ${createHash('sha256').update(request.key).digest('hex').slice(0, 32)}`;
  // The first click may already have changed the cluster, so the second one does not plan: it gets the first one's job.
  const started = store.startedWith(key);
  if (started) return runner().get(started.id)!;

  const plan = requireSamePlan(await request.plan(), request.fingerprint);
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  if (refusal)
    throw new AppError('refused', `${refusal.title}: ${refusal.detail}`, {
      hint: refusal.hint,
      details: { check: refusal.id, plan: displayedPart(plan) },
    });
  const work = request.work(plan);
  const reason = request.breakGlass?.trim() || null;
  await refuseStaleApproval(store, request.cluster, plan, request.actor, reason !== null);
  const onStarted = enforceGuard(store, request, plan, work, reason);
  const job = runner().start({
    cluster: request.cluster.key,
    actor: request.actor,
    work,
    follows: request.follows ?? null,
    key,
  });
  onStarted(job.id);
  return job;
}

function requireSamePlan<P extends Plan>(fresh: P, fingerprint: string): P {
  const displayed = displayedPlan(fingerprint);
  rememberDisplayedPlan(fresh, displayedRequest(fingerprint));
  if (fresh.fingerprint === fingerprint) return fresh;
  throw new AppError('plan_changed', 'The cluster has changed since this plan was shown; nothing was done.', {
    hint: 'Review the new plan and apply that one.',
    details: { changes: displayed ? planChanges(displayed, fresh) : [CHANGES_UNKNOWN], plan: displayedPart(fresh) },
  });
}

const CHANGES_UNKNOWN =
  'Restore Desk was restarted since the plan was shown, or the plan is an old one: what changed in between is not known.';

/** One click undoes a move. On a protected cluster, undoing an undo must be planned and confirmed. Throws refused. */
export function refuseUnguardedUndo(cluster: ConfiguredCluster, plan: SwitchPlan, actor: Actor): void {
  if (guardOf(runner().store, cluster, plan, actor).typeToConfirm === null) return;
  throw new AppError(
    'refused',
    `Undoing an undo repeats the switch of ${plan.alias}, and ${cluster.name} is protected.`,
    { hint: `Plan the switch to ${plan.after.join(', ')} from the list of indices.` },
  );
}

/**
 * Requires the typed names, and an approval or a break-glass reason. Returns a function to call with the new job's id:
 * it links the approval, or the break-glass line, to the job. Throws refused, invalid_input.
 */
function enforceGuard<P extends Plan>(
  store: JobStore,
  request: ApplyRequest<P>,
  plan: P,
  work: JobWork,
  reason: string | null,
): (job: string) => void {
  const { actor, cluster, confirmation } = request;
  const guard = guardOf(store, cluster, plan, actor);
  requireTypedCluster(guard, request.typedCluster);
  const { approval, confirms, typeToConfirm } = guard;
  if (typeToConfirm !== null && confirmation?.trim() !== typeToConfirm) {
    throw new AppError(
      'refused',
      `${cluster.name} is protected: type the alias's name, ${typeToConfirm}, to confirm ${confirms}.`,
      { hint: 'Nothing was changed.', details: { fields: { confirmation: `Type ${typeToConfirm}.` } } },
    );
  }
  if (approval.state === 'not-needed') return () => undefined;
  if (approval.state === 'given') return (job) => markApprovalUsed(store, approval.approval.id, job);
  if (reason !== null) {
    requireLongReason(reason);
    const { fingerprint, requests } = plan;
    const [title, objects] = [kinds.of(work).title(work), objectsOf(work)];
    const line = auditBreakGlass(store, { cluster: cluster.key, actor, fingerprint, objects, title, reason, requests });
    return (job) => linkBreakGlassToJob(store, line, job);
  }
  throw new AppError('refused', `On ${cluster.name} a second person must approve ${confirms}.`, {
    hint: approvalHint(approval),
    details: { approval: approval.state, fingerprint: plan.fingerprint },
  });
}

/** What to do while there is no approval, and how an earlier request ended. */
function approvalHint(approval: Guard['approval']): string {
  if (approval.state === 'requested') return 'You requested it, and it is not approved yet.';
  const over = approval.state === 'needed' ? (approval.earlier?.approval.over ?? null) : null;
  return `${over === null ? '' : `Your last request is over: ${over} `}Ask for approval, or break the glass and say why.`;
}

/** Throws invalid_input. */
function requireLongReason(reason: string): void {
  if (reason.length >= REASON_CHARACTERS) return;
  const tooShort = `The reason has ${plural(reason.length, 'character')}; at least ${REASON_CHARACTERS} are needed.`;
  throw new AppError('invalid_input', tooShort, {
    hint: 'Say in a few words why this can’t wait for a second person.',
    details: { fields: { breakGlass: tooShort } },
  });
}
