import type { Plan } from '../contract/plan.ts';
import type { PlanReview } from '../contract/reviews.ts';
import { kinds } from '../kinds/kinds.ts';

/** The differences between the displayed plan and the fresh one, as sentences. Pure. */
export function planChanges(displayed: Plan, fresh: Plan): string[] {
  if (displayed.cluster.uuid !== fresh.cluster.uuid)
    return [`Another cluster answers at this address: ${fresh.cluster.name} instead of ${displayed.cluster.name}.`];
  const ofKind =
    displayed.kind === fresh.kind ? (kinds.of(fresh).planDescription?.changes(displayed, fresh) ?? []) : [];
  const changes = [...ofKind, ...checkChanges(displayed, fresh)];
  return changes.length > 0 ? changes : ['Something of the plan is different; look at the fresh one.'];
}

function checkChanges(displayed: Plan, fresh: Plan): string[] {
  const levels = new Map(displayed.checks.map(({ id, level }) => [id, level]));
  const worse = fresh.checks.filter(({ id, level }) => level !== 'ok' && levels.get(id) !== level);
  return worse.map(({ title, detail }) => `${title}: ${detail}`);
}

/** What a second person reads before approving a plan. */
export const planSummary = (plan: Plan): string => kinds.of(plan).planDescription?.summary(plan) ?? '';

/** The same as data: the checks, and what the alias points to before and after. */
export const planReview = (plan: Plan): PlanReview => ({
  checks: plan.checks,
  ...(kinds.of(plan).planDescription?.review(plan) ?? { before: [], after: [] }),
});
