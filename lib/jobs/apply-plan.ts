import { createHash } from 'node:crypto';
import type { ConfiguredCluster } from '../config.ts';
import type { Actor, Job, JobWork } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import { AppError } from '../errors.ts';
import { kinds } from '../kinds/kinds.ts';
import type { SwitchPlan } from '../kinds/switch/schema.ts';
import { refuseStaleApproval } from './approver-check.ts';
import { auditBreakGlass, linkBreakGlassToJob } from './break-glass.ts';
import { runner } from './jobs.ts';
import { guardOf } from './guard.ts';
import { planChanges } from './plan-changes.ts';
import { rememberDisplayedPlan, displayedPart, displayedPlan } from './displayed-plans.ts';
import { useApproval } from './store/approvals.ts';
import type { JobStore } from './store/job-store.ts';

export interface ApplyPlan<P extends Plan> {
  cluster: ConfiguredCluster;
  actor: Actor;
  /** Of the plan that was seen. */
  fingerprint: string;
  /** Made once when the plan was shown: two clicks on one page start one job. */
  key: string;
  /** Plans again, from the cluster as it is now. */
  plan: () => Promise<P>;
  work: (plan: P) => JobWork;
  follows?: string | null;
  /** What was typed on a protected cluster: the name of the alias that is moved, or points to what is written into. */
  confirmation?: string;
  /** Why the second person's yes was not waited for; at least ten characters. */
  breakGlass?: string;
}

/**
 * Plans again, compares, and starts the job. Throws AppError plan_changed with `details.changes` (sentences) and
 * `details.plan` (the fresh one); refused where a check of the plan says no, or `details.approval` is missing.
 */
export async function applyPlan<P extends Plan>(ask: ApplyPlan<P>): Promise<Job> {
  const { store } = runner();
  const key = `${ask.cluster.key} ${ask.fingerprint} ${createHash('sha256').update(ask.key).digest('hex').slice(0, 32)}`;
  // The second of two clicks meets a cluster that the first one is already changing: it gets the first one's job.
  const started = store.startedWith(key);
  if (started) return runner().get(started.id)!;

  const plan = rememberPlanAfter(await ask.plan(), ask.fingerprint);
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  if (refusal)
    throw new AppError('refused', `${refusal.title}: ${refusal.detail}`, {
      hint: refusal.hint,
      details: { check: refusal.id, plan: displayedPart(plan) },
    });
  const work = ask.work(plan);
  await refuseStaleApproval(store, ask.cluster, plan, ask.actor, ask.breakGlass !== undefined);
  const begun = guardProtected(store, ask, plan, kinds.of(work).title(work));
  const job = runner().start({ cluster: ask.cluster.key, actor: ask.actor, work, follows: ask.follows ?? null, key });
  begun(job.id);
  return job;
}

function rememberPlanAfter<P extends Plan>(fresh: P, fingerprint: string): P {
  const seen = displayedPlan(fingerprint);
  rememberDisplayedPlan(fresh);
  if (fresh.fingerprint === fingerprint) return fresh;
  throw new AppError('plan_changed', 'The cluster has changed since this plan was shown; nothing was done.', {
    hint: 'Look at the fresh plan and apply that one.',
    details: { changes: seen ? planChanges(seen, fresh) : [FORGOTTEN], plan: displayedPart(fresh) },
  });
}

const FORGOTTEN =
  'Restore Desk was restarted since the plan was shown, or the plan is an old one: what changed in between is not known.';

/** The one click of an undo is for undoing: on a protected cluster the way forward again is planned and confirmed. Throws refused. */
export function refuseUnguardedUndo(cluster: ConfiguredCluster, plan: SwitchPlan, actor: Actor): void {
  if (guardOf(runner().store, cluster, plan, actor).typeToConfirm === null) return;
  throw new AppError(
    'refused',
    `Undoing an undo moves ${plan.alias} forward again, and ${cluster.name} is protected.`,
    { hint: `Plan the switch to ${plan.after.join(', ')} from the list of indices.` },
  );
}

const REASON_CHARACTERS = 10;

/** Returns what marks an approval as used, or a broken glass with its job, once the job has its number. Throws refused, invalid_input. */
function guardProtected<P extends Plan>(
  store: JobStore,
  ask: ApplyPlan<P>,
  plan: P,
  title: string,
): (job: string) => void {
  const { actor, cluster, confirmation } = ask;
  const { approval, confirms, typeToConfirm } = guardOf(store, cluster, plan, actor);
  if (typeToConfirm !== null && confirmation?.trim() !== typeToConfirm) {
    throw new AppError(
      'refused',
      `${cluster.name} is protected: type the alias's name, ${typeToConfirm}, to confirm ${confirms}.`,
      { hint: 'Nothing was changed.', details: { fields: { confirmation: `Type ${typeToConfirm}.` } } },
    );
  }
  if (approval.state === 'not-needed') return () => undefined;
  if (approval.state === 'given') return (job) => useApproval(store, approval.approval.id, job);
  if (ask.breakGlass !== undefined) {
    const { fingerprint, requests } = plan;
    const reason = reasonIn(ask.breakGlass);
    const line = auditBreakGlass(store, { cluster: cluster.key, actor, fingerprint, title, reason, requests });
    return (job) => linkBreakGlassToJob(store, line, job);
  }
  throw new AppError('refused', `On ${cluster.name} a second person must approve ${confirms}.`, {
    hint:
      approval.state === 'requested'
        ? 'It has been asked for; nobody has said yes yet.'
        : 'Ask for approval, or break the glass and say why.',
    details: { approval: approval.state, fingerprint: plan.fingerprint },
  });
}

/** Throws invalid_input where what was typed is no reason. */
function reasonIn(typed: string): string {
  const reason = typed.trim();
  if (reason.length >= REASON_CHARACTERS) return reason;
  throw new AppError('invalid_input', 'Say in a few words why this can’t wait.', {
    details: { fields: { breakGlass: `At least ${REASON_CHARACTERS} characters.` } },
  });
}
