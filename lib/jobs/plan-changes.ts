import type { Plan } from '../contract/plan.ts';
import type { PlanReview } from '../contract/reviews.ts';
import { kinds } from '../kinds/kinds.ts';

/** What is different between the plan that was seen and the one of now, as sentences. Pure. */
export function planChanges(seen: Plan, fresh: Plan): string[] {
  if (seen.cluster.uuid !== fresh.cluster.uuid)
    return [`Another cluster answers at this address: ${fresh.cluster.name} instead of ${seen.cluster.name}.`];
  const ofKind = seen.kind === fresh.kind ? (kinds.of(fresh).planDescription?.changes(seen, fresh) ?? []) : [];
  const changes = [...ofKind, ...checkChanges(seen, fresh)];
  return changes.length > 0 ? changes : ['Something of the plan is different; look at the fresh one.'];
}

function checkChanges(seen: Plan, fresh: Plan): string[] {
  const levels = new Map(seen.checks.map(({ id, level }) => [id, level]));
  const worse = fresh.checks.filter(({ id, level }) => level !== 'ok' && levels.get(id) !== level);
  return worse.map(({ title, detail }) => `${title}: ${detail}`);
}

/** What a second person reads before approving a plan, made from the plan itself. */
export const planSummary = (plan: Plan): string => kinds.of(plan).planDescription?.summary(plan) ?? '';

/** The same as data: the checks the requester saw, and what the alias points to before and after. */
export const planReview = (plan: Plan): PlanReview => ({
  checks: plan.checks,
  ...(kinds.of(plan).planDescription?.review(plan) ?? { before: [], after: [] }),
});
