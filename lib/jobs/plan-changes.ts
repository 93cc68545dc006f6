import type { Plan } from '../contract/plan.ts';
import type { PlanReview } from '../contract/reviews.ts';
import { formatList } from '../format.ts';
import { describeDifference } from '../kinds/changes.ts';
import { kinds } from '../kinds/kinds.ts';

/** The differences between the displayed plan and the fresh one, as sentences. Pure. */
export function planChanges(displayed: Plan, fresh: Plan): string[] {
  if (displayed.cluster.uuid !== fresh.cluster.uuid)
    return [`Another cluster answers at this address: ${fresh.cluster.name} instead of ${displayed.cluster.name}.`];
  const ofKind =
    displayed.kind === fresh.kind ? (kinds.of(fresh).planDescription?.changes(displayed, fresh) ?? []) : [];
  return orUnknown([...ofKind, ...checkChanges(displayed, fresh)]);
}

const orUnknown = (changes: string[]): string[] =>
  changes.length > 0 ? changes : ['Something in the plan is different: read the new one.'];

/** The same where only the review of the earlier plan is kept; null: not even that. Pure. */
export function reviewChanges(displayed: PlanReview | null, fresh: PlanReview): string[] {
  if (displayed === null) return orUnknown([]);
  const moved = describeDifference(
    'The alias',
    namesIn(displayed.before),
    namesIn(fresh.before),
    (before, now) => `points to ${now} now; it pointed to ${before}.`,
  );
  const target = describeDifference(
    'The plan',
    namesIn(displayed.after),
    namesIn(fresh.after),
    (before, now) => `ends with ${now} now, not with ${before}.`,
  );
  return orUnknown([...moved, ...target, ...checkChanges(displayed, fresh)]);
}

const namesIn = (indices: PlanReview['before']): string => formatList(indices.map(({ index }) => index)) || 'nothing';

type Checked = Pick<Plan, 'checks'>;

function checkChanges(displayed: Checked, fresh: Checked): string[] {
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
