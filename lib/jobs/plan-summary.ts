import type { PlanReview } from '../contract/reviews.ts';
import { formatUtcMinute } from '../format.ts';
import type { AnyPlan } from './shown-plans.ts';

const count = (documents: number | null): string =>
  documents === null ? 'an unknown number of documents' : `${documents.toLocaleString('en-GB')} documents`;

/** What a second person reads before saying yes: before and after, in two sentences, from the plan itself. */
export function planSummary(plan: AnyPlan): string {
  switch (plan.kind) {
    case 'switch':
      return `Move ${plan.alias} from ${plan.before.map((target) => `${target.index} (${count(target.documents)})`).join(', ') || 'nothing'} to ${plan.target.index} (${count(plan.target.documents)}).`;
    case 'restore':
      return `Restore ${count(plan.backup.documents)}${plan.backup.takenAt ? ` of ${formatUtcMinute(plan.backup.takenAt)}` : ''} into ${plan.target.index}, then move ${plan.alias ?? 'no alias'} to it from ${plan.before.map((target) => `${target.index} (${count(target.documents)})`).join(', ') || 'nothing'}.`;
    case 'backup':
      return `Back up ${plan.indices.map(({ index }) => index).join(', ')}.`;
    case 'clean-up':
      return `Delete ${plan.groups.flatMap(({ entries }) => entries.filter(({ goes }) => goes).map(({ index }) => index)).join(', ')}.`;
    default:
      return plan satisfies never;
  }
}

/** The same as data: the checks the requester saw, and what the alias points to before and after. */
export function planReview(plan: AnyPlan): PlanReview {
  if (plan.kind !== 'switch' && plan.kind !== 'restore') return { checks: plan.checks, before: [], after: [] };
  const before = plan.before.map(({ index, documents }) => ({ index, documents }));
  const known = new Map(before.map(({ index, documents }) => [index, documents]));
  // What is added to an index that exists may be there already: nobody has counted.
  known.set(
    plan.target.index,
    plan.kind === 'switch'
      ? plan.target.documents
      : plan.target.uuid === null || plan.resume !== null
        ? plan.backup.documents
        : null,
  );
  const after =
    plan.kind === 'switch'
      ? plan.after
      : plan.switchAlias
        ? plan.after.map(({ index }) => index)
        : before.map(({ index }) => index);
  return { checks: plan.checks, before, after: after.map((index) => ({ index, documents: known.get(index) ?? null })) };
}
