import type { ConfiguredCluster } from '../config.ts';
import type { Actor } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import type { Approval, EarlierRequest, Guard } from '../contract/reviews.ts';
import { samePerson } from '../contract/person.ts';
import type { GuardedAlias } from '../kinds/plan-description.ts';
import { kinds } from '../kinds/kinds.ts';
import { approvalKeys, strictestRulesOf } from './cluster-entries.ts';
import { displayedPlan, displayedRequest } from './displayed-plans.ts';
import { clusterToType } from './document-origin.ts';
import { planChanges, planReview, reviewChanges } from './plan-changes.ts';
import { lastRequest, openForPlan, requestedApproval, validApproval } from './store/approvals.ts';
import { lastMove } from './store/job-queries.ts';
import type { JobStore } from './store/job-store.ts';

const guardedAlias = (store: JobStore, plan: Plan): GuardedAlias | null =>
  kinds.of(plan).planDescription?.guardedAlias(plan, (alias, undoes) => {
    const last = undoes ?? lastMove(store, plan.cluster.uuid, alias)?.job;
    const job = last ? store.get(last) : null;
    return job !== null && (kinds.of(job.work).alias?.isUndo(job.work) ?? false);
  }) ?? null;

/**
 * What this actor must confirm, and what a second person must approve, before the plan becomes a job on this cluster: the
 * name of an alias and an approval where it is protected, the name of the cluster where documents come from another one.
 */
export function guardOf(store: JobStore, entry: ConfiguredCluster, plan: Plan, actor: Actor): Guard {
  const typeCluster = clusterToType(store, entry, plan);
  return { ...guardOfAlias(store, entry, plan, actor), ...(typeCluster === null ? {} : { typeCluster }) };
}

function guardOfAlias(store: JobStore, entry: ConfiguredCluster, plan: Plan, actor: Actor): Guard {
  const cluster = strictestRulesOf(store, entry, plan.cluster.uuid);
  const guarded = cluster.protected ? guardedAlias(store, plan) : null;
  if (guarded === null) return { typeToConfirm: null, confirms: null, approval: { state: 'not-needed' } };
  const confirmation = { typeToConfirm: guarded.alias, confirms: guarded.action };
  if (!cluster.approval) return { ...confirmation, approval: { state: 'not-needed' } };
  const keys = approvalKeys(store, entry, plan.cluster.uuid);
  const given = validApproval(store, keys, plan.fingerprint, actor.name);
  if (given) return { ...confirmation, approval: { state: 'given', approval: given } };
  const requested = requestedApproval(store, keys, plan.fingerprint, actor.name);
  if (requested) return { ...confirmation, approval: { state: 'requested', approval: requested } };
  const earlier = earlierRequest(store, keys, plan, actor);
  const others = openForPlan(store, keys, plan.fingerprint).filter(
    ({ requestedBy }) => !samePerson(requestedBy, actor.name),
  );
  return {
    ...confirmation,
    approval: { state: 'needed', ...(earlier ? { earlier } : {}), ...(others.length > 0 ? { others } : {}) },
  };
}

/** An older request is history. */
const EARLIER_MS = 24 * 3_600_000;

/** Why an approval is needed though this person has asked for one: that plan has changed, or that request has ended. */
function earlierRequest(store: JobStore, keys: readonly string[], plan: Plan, actor: Actor): EarlierRequest | null {
  const { fingerprint } = plan;
  const approval = lastRequest(store, keys, {
    by: actor.name,
    fingerprint,
    request: displayedRequest(fingerprint),
    since: new Date(Date.now() - EARLIER_MS),
  });
  return approval && { approval, changes: changesSince(approval, plan) };
}

/** What differs between the plan of a request and the current one, as sentences; empty: nothing. */
export function changesSince(approval: Pick<Approval, 'fingerprint' | 'review'>, current: Plan): string[] {
  if (approval.fingerprint === current.fingerprint) return [];
  const displayed = displayedPlan(approval.fingerprint);
  return displayed === null ? reviewChanges(approval.review, planReview(current)) : planChanges(displayed, current);
}
