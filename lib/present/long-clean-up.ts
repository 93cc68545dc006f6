import { decidedLines, type DecidedLine, type DecidedWindow, type LongPlan } from '../kinds/clean-up/review.ts';
import type { CleanUpPlan } from '../kinds/clean-up/schema.ts';

/** Indices of a plan that goes to its page as a whole. */
const WHOLE = 1_000;
/** Lines, and names of what is listed beside them, that go to the page at once. */
const LINES = 400;
const LISTED = 200;

export const isLong = ({ groups, outside }: CleanUpPlan): boolean =>
  groups.reduce((sum, { entries }) => sum + entries.length, 0) + outside.length > WHOLE;

const lines = new WeakMap<CleanUpPlan, DecidedLine[]>();

function linesOf(plan: CleanUpPlan): DecidedLine[] {
  const known = lines.get(plan) ?? decidedLines(plan.groups);
  lines.set(plan, known);
  return known;
}

export const windowAt = (plan: CleanUpPlan, from: number): DecidedWindow => ({
  from,
  lines: linesOf(plan).slice(from, from + LINES),
  runs: linesOf(plan).flatMap((line) => (line.kind === 'group' ? [line.entries] : [])),
});

/** A long plan as its page gets it; what is left out of it is asked for by its fingerprint. */
export function shortenCleanUp(plan: CleanUpPlan, aliases: number): { plan: CleanUpPlan; long: LongPlan } {
  const going = plan.groups.flatMap(({ entries }) => entries.filter(({ goes }) => goes));
  return {
    plan: { ...plan, groups: [], outside: plan.outside.slice(0, LISTED), requests: plan.requests.slice(0, LISTED) },
    long: {
      window: windowAt(plan, 0),
      aliases,
      outside: plan.outside.length,
      requests: plan.requests.length,
      counted: going.reduce((sum, { documents }) => sum + (documents ?? 0), 0),
      uncounted: going.filter(({ documents }) => documents === null).length,
    },
  };
}
