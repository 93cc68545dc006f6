import type { ConfiguredCluster } from '../config.ts';
import type { Actor } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import type { Guard } from '../contract/reviews.ts';
import type { GuardedAlias } from '../kinds/plan-description.ts';
import { kinds } from '../kinds/kinds.ts';
import { guardedKeys, strictestRulesOf } from './cluster-entries.ts';
import { requestedApproval, validApproval } from './store/approvals.ts';
import { lastMove } from './store/job-queries.ts';
import type { JobStore } from './store/job-store.ts';

const guardedIn = (store: JobStore, plan: Plan): GuardedAlias | null =>
  kinds.of(plan).planDescription?.guardedAlias(plan, (alias, undoes) => {
    const last = undoes ?? lastMove(store, plan.cluster.uuid, alias)?.job;
    const job = last ? store.get(last) : null;
    return job !== null && (kinds.of(job.work).alias?.isUndo(job.work) ?? false);
  }) ?? null;

/** What must be given before a plan becomes a job on this cluster: for the review screen. */
export function guardOf(store: JobStore, entry: ConfiguredCluster, plan: Plan, actor: Actor): Guard {
  const cluster = strictestRulesOf(store, entry, plan.cluster.uuid);
  const guarded = cluster.protected ? guardedIn(store, plan) : null;
  if (guarded === null) return { typeToConfirm: null, confirms: null, approval: { state: 'not-needed' } };
  const typed = { typeToConfirm: guarded.alias, confirms: guarded.action };
  if (!cluster.approval) return { ...typed, approval: { state: 'not-needed' } };
  const keys = guardedKeys(store, entry, plan.cluster.uuid);
  const given = validApproval(store, keys, plan.fingerprint, actor.name);
  if (given) return { ...typed, approval: { state: 'given', approval: given } };
  const asked = requestedApproval(store, keys, plan.fingerprint, actor.name);
  return { ...typed, approval: asked ? { state: 'requested', approval: asked } : { state: 'needed' } };
}
