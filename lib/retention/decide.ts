import type { RetentionRules } from '../contract/schedule.ts';
import { instantBefore, isNoAge, parseAge } from './age.ts';
import { bucketsOf, PERIODS, type Period } from './buckets.ts';

/** Which rule keeps something. */
export type KeptBy =
  | { rule: 'within'; age: string }
  | {
      rule: 'last' | Period;
      /** From 1: it is the third of seven. */
      nth: number;
      /** How many the rule keeps; -1: all. */
      of: number;
      /** It is the oldest of all and in the same hour, day and so on as a newer one: kept because the rule has some left. */
      oldest: boolean;
    };

export interface Decided<Unit> {
  unit: Unit;
  /** Empty: no rule keeps it. */
  keptBy: KeptBy[];
}

interface Calendar {
  timeZone: string;
  /** Milliseconds. */
  now: number;
}

/** Whether the rules keep nothing by themselves. Then nothing is deleted, as by restic's `forget`. */
export const isEmptyRules = ({ within, ...counts }: RetentionRules): boolean =>
  (within === null || isNoAge(parseAge(within))) && Object.values(counts).every((count) => count === 0);

/**
 * What rules keep of units with a time (`at`, milliseconds), newest first. Counts as restic does (ApplyPolicy in
 * internal/data/snapshot_policy.go of restic 0.19):
 * - `within`: everything that is younger, counted from the newest unit that is not in the future.
 * - `last`: the newest. `hourly` and so on: the newest unit of each of the last hours that have one, until the count is used up.
 * - The oldest unit of all is kept too while a rule has some left: the history is as long as possible.
 * - -1 is never used up.
 * Times are compared in the calendar of the time zone. Pure.
 */
export function decideByRules<Unit extends { at: number }>(
  units: readonly Unit[],
  rules: RetentionRules,
  { now, timeZone }: Calendar,
): Decided<Unit>[] {
  const sorted = [...units].sort((a, b) => b.at - a.at);
  const counters = (['last', ...PERIODS] as const).map((rule) => new Counter(rule, rules[rule]));
  const isWithin = withinOf(sorted, rules.within, { now, timeZone });
  return sorted.map((unit, position) => {
    const buckets = { last: position, ...bucketsOf(unit.at, timeZone) };
    const isOldest = position === sorted.length - 1;
    const counted = counters.flatMap((counter) => counter.take(buckets[counter.rule], isOldest) ?? []);
    return { unit, keptBy: isWithin(unit) ? [{ rule: 'within', age: rules.within! }, ...counted] : counted };
  });
}

/** One rule with a count, and how much of it is used. */
class Counter {
  readonly rule: 'last' | Period;
  private readonly of: number;
  private used = 0;
  private bucket: number | null = null;

  constructor(rule: 'last' | Period, of: number) {
    this.rule = rule;
    this.of = of;
  }

  /** null: this rule does not keep it. */
  take(bucket: number, isOldest: boolean): KeptBy | null {
    if (this.of !== -1 && this.used >= this.of) return null;
    const isSame = bucket === this.bucket;
    if (isSame && !isOldest) return null;
    this.bucket = bucket;
    this.used++;
    return { rule: this.rule, nth: this.used, of: this.of, oldest: isSame };
  }
}

function withinOf(
  sorted: readonly { at: number }[],
  within: string | null,
  { now, timeZone }: Calendar,
): (unit: { at: number }) => boolean {
  if (within === null) return () => false;
  const age = parseAge(within);
  if (isNoAge(age)) return () => false;
  const newest = sorted.find(({ at }) => at <= now);
  if (newest === undefined) return () => true;
  const since = instantBefore(newest.at, age, timeZone);
  return ({ at }) => at > since;
}
