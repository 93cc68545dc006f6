import type { RetentionRules } from '../contract/schedule.ts';
import { formatCount } from '../format.ts';

const NAMES = {
  last: 'Last',
  hourly: 'Hourly',
  daily: 'Daily',
  weekly: 'Weekly',
  monthly: 'Monthly',
  yearly: 'Yearly',
} as const;

/** The rules that keep something, one a line: "Daily: keep 30". */
export function rulesInWords(rules: RetentionRules): { name: string; keeps: string }[] {
  const counted = (Object.keys(NAMES) as (keyof typeof NAMES)[]).flatMap((rule) =>
    rules[rule] === 0
      ? []
      : [{ name: NAMES[rule], keeps: rules[rule] === -1 ? 'keep all' : `keep ${formatCount(rules[rule])}` }],
  );
  return rules.within === null
    ? counted
    : [...counted, { name: 'Younger', keeps: `keep all within ${ageInWords(rules.within)} of the newest` }];
}

const UNITS = new Map([
  ['y', 'year'],
  ['m', 'month'],
  ['d', 'day'],
  ['h', 'hour'],
]);

/** "1y2m" is "1 year 2 months". */
const ageInWords = (age: string): string =>
  [...age.matchAll(/(\d+)([ymdh])/g)]
    .map(([, count, unit]) => `${Number(count)} ${UNITS.get(unit!)}${Number(count) === 1 ? '' : 's'}`)
    .join(' ');
