import type { Check } from '../contract/plan.ts';
import { formatCount, plural } from '../format.ts';

export interface CheckVerdict {
  level: 'ok' | 'warn' | 'bad';
  /** "Ready: 4 of 4 checks pass" */
  text: string;
}

/** The checks of a plan in one statement: whether the change can start. Pure. */
export function checkVerdict(checks: readonly Check[]): CheckVerdict {
  const count = (level: Check['level']) => checks.filter((check) => check.level === level).length;
  const [passed, warned, refused] = [count('ok'), count('warn'), count('refuse')];
  const all = plural(checks.length, 'check');
  if (refused > 0)
    return {
      level: 'bad',
      text: `Not ready: ${formatCount(refused)} of ${all} ${refused === 1 ? 'fails' : 'fail'}`,
    };
  if (warned > 0)
    return {
      level: 'warn',
      text: `Ready with ${plural(warned, 'warning')}: ${formatCount(passed)} of ${all} pass${passed === 1 ? 'es' : ''}`,
    };
  return {
    level: 'ok',
    text: `Ready: ${formatCount(passed)} of ${all} pass${checks.length === 1 ? 'es' : ''}`,
  };
}
