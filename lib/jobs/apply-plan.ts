import { createHash } from 'node:crypto';
import type { Actor, Job, JobWork } from '../contract/job.ts';
import type { ConfiguredCluster } from '../config.ts';
import { AppError } from '../errors.ts';
import type { SwitchPlan } from '../contract/plans.ts';
import { askedApproval, standingApproval, useApproval, type Approval } from './store/approvals.ts';
import { lastSwitch } from './store/job-queries.ts';
import { breakGlass, linkGlass } from './broken-glass.ts';
import { runner } from './desk.ts';
import { planChanges } from './plan-changes.ts';
import { rememberPlan, shownPlan, type AnyPlan } from './shown-plans.ts';
import type { JobStore } from './store/job-store.ts';

export interface ApplyPlan<Plan extends AnyPlan> {
  cluster: ConfiguredCluster;
  actor: Actor;
  /** Of the plan that was seen. */
  fingerprint: string;
  /** Made once when the plan was shown: two clicks on one page start one job. */
  key: string;
  /** Plans again, from the cluster as it is now. */
  plan: () => Promise<Plan>;
  work: (plan: Plan) => JobWork;
  title: (plan: Plan) => string;
  follows?: string | null;
  /** What was typed to confirm a switch on a protected cluster: the alias's name. */
  confirmation?: string;
  /** Why the second person's yes was not waited for; at least ten characters. */
  breakGlass?: string;
}

/**
 * Plans again, compares, and starts the job. Throws AppError plan_changed with `details.changes` (sentences) and
 * `details.plan` (the fresh one); refused where a check of the plan says no, or `details.approval` is missing.
 */
export async function applyPlan<Plan extends AnyPlan>(ask: ApplyPlan<Plan>): Promise<Job> {
  const { store } = runner();
  const key = `${ask.cluster.key} ${ask.fingerprint} ${createHash('sha256').update(ask.key).digest('hex').slice(0, 32)}`;
  // The second of two clicks meets a cluster that the first one is already changing: it gets the first one's job.
  const started = store.read(() => store.database.prepare('SELECT id FROM jobs WHERE idempotency_key = ?').get(key));
  if (started) return runner().get(String(started.id))!;

  const plan = rememberPlanAfter(await ask.plan(), ask.fingerprint);
  const refusal = plan.checks.find(({ level }) => level === 'refuse');
  if (refusal)
    throw new AppError('refused', `${refusal.title}: ${refusal.detail}`, {
      hint: refusal.hint,
      details: { check: refusal.id, plan },
    });
  const work = ask.work(plan);
  const begun = guardProtected(store, ask, plan);
  const job = runner().start({
    cluster: ask.cluster.key,
    actor: ask.actor,
    work,
    title: ask.title(plan),
    follows: ask.follows ?? null,
    key,
  });
  begun(job.id);
  return job;
}

function rememberPlanAfter<Plan extends AnyPlan>(fresh: Plan, fingerprint: string): Plan {
  const seen = shownPlan(fingerprint);
  rememberPlan(fresh);
  if (fresh.fingerprint === fingerprint) return fresh;
  const changes = seen
    ? planChanges(seen, fresh)
    : [
        'Restore Desk was restarted since the plan was shown, or the plan is an old one: what changed in between is not known.',
      ];
  throw new AppError('plan_changed', 'The cluster has changed since this plan was shown; nothing was done.', {
    hint: 'Look at the fresh plan and apply that one.',
    details: { changes, plan: fresh },
  });
}

/** The alias a plan moves, where moving it needs care: undoing a switch never does, undoing an undo is a switch like any other. */
function movesAlias(store: JobStore, plan: AnyPlan): string | null {
  if (plan.kind === 'switch') return plan.aliasFrom === 'undo' && !undoesAnUndo(store, plan) ? null : plan.alias;
  // A new alias takes nothing from anybody.
  if (plan.kind === 'restore') return plan.switchAlias && plan.before.length > 0 ? plan.alias : null;
  return null;
}

function undoesAnUndo(store: JobStore, plan: SwitchPlan): boolean {
  const last = plan.undoes ?? lastSwitch(store, plan.cluster.uuid, plan.alias)?.job;
  const work = last ? store.get(last)?.work : undefined;
  return work?.kind === 'switch' && work.plan.aliasFrom === 'undo';
}

export interface Guard {
  /** Type this to confirm; null: nothing to type. */
  typeToConfirm: string | null;
  approval:
    | { state: 'not-needed' }
    | { state: 'needed' }
    | { state: 'requested'; approval: Approval }
    | { state: 'given'; approval: Approval };
}

/** What stands between a plan and its job on this cluster: for the review screen. */
export function guardOf(store: JobStore, cluster: ConfiguredCluster, plan: AnyPlan, actor: Actor): Guard {
  const alias = cluster.protected ? movesAlias(store, plan) : null;
  if (alias === null) return { typeToConfirm: null, approval: { state: 'not-needed' } };
  if (!cluster.approval) return { typeToConfirm: alias, approval: { state: 'not-needed' } };
  const given = standingApproval(store, cluster.key, plan.fingerprint, actor.name);
  if (given) return { typeToConfirm: alias, approval: { state: 'given', approval: given } };
  const asked = askedApproval(store, cluster.key, plan.fingerprint, actor.name);
  return { typeToConfirm: alias, approval: asked ? { state: 'requested', approval: asked } : { state: 'needed' } };
}

/** The one click of an undo is for undoing: on a protected cluster the way forward again is planned and confirmed. Throws refused. */
export function refuseUnplannedRedo(cluster: ConfiguredCluster, plan: SwitchPlan, actor: Actor): void {
  if (guardOf(runner().store, cluster, plan, actor).typeToConfirm === null) return;
  throw new AppError(
    'refused',
    `Undoing an undo moves ${plan.alias} forward again, and ${cluster.name} is protected.`,
    { hint: `Plan the switch to ${plan.after.join(', ')} from the list of indices.` },
  );
}

const REASON_CHARACTERS = 10;

/** Returns what marks a yes as used, or a broken glass with its job, once the job has its number. Throws refused, invalid_input. */
function guardProtected<Plan extends AnyPlan>(
  store: JobStore,
  ask: ApplyPlan<Plan>,
  plan: Plan,
): (job: string) => void {
  const guard = guardOf(store, ask.cluster, plan, ask.actor);
  if (guard.typeToConfirm !== null && ask.confirmation?.trim() !== guard.typeToConfirm) {
    throw new AppError(
      'refused',
      `${ask.cluster.name} is protected: type the alias's name, ${guard.typeToConfirm}, to move it.`,
      { hint: 'Nothing was changed.', details: { fields: { confirmation: `Type ${guard.typeToConfirm}.` } } },
    );
  }
  const { approval } = guard;
  if (approval.state === 'not-needed') return () => undefined;
  if (approval.state === 'given') return (job) => useApproval(store, approval.approval.id, job);
  if (ask.breakGlass !== undefined) {
    const reason = ask.breakGlass.trim();
    if (reason.length < REASON_CHARACTERS)
      throw new AppError('invalid_input', 'Say in a few words why this can’t wait.', {
        details: { fields: { breakGlass: `At least ${REASON_CHARACTERS} characters.` } },
      });
    const line = breakGlass(store, {
      cluster: ask.cluster.key,
      actor: ask.actor,
      fingerprint: plan.fingerprint,
      title: ask.title(plan),
      reason,
      requests: plan.requests,
    });
    return (job) => linkGlass(store, line, job);
  }
  throw new AppError('refused', `On ${ask.cluster.name} a second person must approve moving ${guard.typeToConfirm}.`, {
    hint:
      approval.state === 'requested'
        ? 'It has been asked for; nobody has said yes yet.'
        : 'Ask for approval, or break the glass and say why.',
    details: { approval: approval.state, fingerprint: plan.fingerprint },
  });
}
