import { aliasesToDelete, decidedLines, type DecidedWindow } from '../kinds/clean-up/decided-lines.ts';
import type { LongPlan } from '../kinds/clean-up/review.ts';
import type { CleanUpPlan } from '../kinds/clean-up/schema.ts';
import { oncePerObject } from '../once-per-object.ts';

/** Indices of a plan that is sent to its page whole. */
const MAX_WHOLE = 1_000;
/** Lines in one response, and names listed beside them. */
const WINDOW_LINES = 400;
const MAX_LISTED = 200;

export const isLong = ({ groups, outside }: CleanUpPlan): boolean =>
  groups.reduce((sum, { entries }) => sum + entries.length, 0) + outside.length > MAX_WHOLE;

const linesOf = oncePerObject((plan: CleanUpPlan) => decidedLines(plan.groups));

export const windowAt = (plan: CleanUpPlan, from: number): DecidedWindow => ({
  from,
  lines: linesOf(plan).slice(from, from + WINDOW_LINES),
  runs: linesOf(plan).flatMap((line) => (line.kind === 'group' ? [line.entries] : [])),
});

/** A long plan as its page gets it, with the first lines; the page requests further ones by the plan's fingerprint. */
export function shortenCleanUp(plan: CleanUpPlan, aliases: number): { plan: CleanUpPlan; long: LongPlan } {
  const toDelete = plan.groups.flatMap(({ entries }) => entries.filter(({ goes }) => goes));
  return {
    plan: {
      ...plan,
      groups: [],
      outside: plan.outside.slice(0, MAX_LISTED),
      requests: plan.requests.slice(0, MAX_LISTED),
    },
    long: {
      window: windowAt(plan, 0),
      aliases,
      aliasesToDelete: aliasesToDelete(plan.groups),
      outside: plan.outside.length,
      requests: plan.requests.length,
      counted: toDelete.reduce((sum, { documents }) => sum + (documents ?? 0), 0),
      uncounted: toDelete.filter(({ documents }) => documents === null).length,
    },
  };
}
