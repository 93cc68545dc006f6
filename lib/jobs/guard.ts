import type { ConfiguredCluster } from '../config.ts';
import type { Actor } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import type { Guard } from '../contract/reviews.ts';
import { kinds } from '../kinds/kinds.ts';
import { guardedKeys, rulesOf } from './cluster-entries.ts';
import { askedApproval, standingApproval } from './store/approvals.ts';
import { lastMove } from './store/job-queries.ts';
import type { JobStore } from './store/job-store.ts';

/** The alias a plan moves, where moving it needs care; null: none. */
const guardedAlias = (store: JobStore, plan: Plan): string | null =>
  kinds.of(plan).plans?.guards(plan, (alias, undoes) => {
    const last = undoes ?? lastMove(store, plan.cluster.uuid, alias)?.job;
    const job = last ? store.get(last) : null;
    return job !== null && (kinds.of(job.work).alias?.isUndo(job.work) ?? false);
  }) ?? null;

/** What must be given before a plan becomes a job on this cluster: for the review screen. */
export function guardOf(store: JobStore, entry: ConfiguredCluster, plan: Plan, actor: Actor): Guard {
  const cluster = rulesOf(store, entry, plan.cluster.uuid);
  const alias = cluster.protected ? guardedAlias(store, plan) : null;
  if (alias === null) return { typeToConfirm: null, approval: { state: 'not-needed' } };
  if (!cluster.approval) return { typeToConfirm: alias, approval: { state: 'not-needed' } };
  const keys = guardedKeys(store, entry, plan.cluster.uuid);
  const given = standingApproval(store, keys, plan.fingerprint, actor.name);
  if (given) return { typeToConfirm: alias, approval: { state: 'given', approval: given } };
  const asked = askedApproval(store, keys, plan.fingerprint, actor.name);
  return { typeToConfirm: alias, approval: asked ? { state: 'requested', approval: asked } : { state: 'needed' } };
}
