import type { BackupDay } from '../contract/backup-days.ts';
import { DAY_STATES, type DayState } from '../contract/day-states.ts';

const DAY_WORDS: Record<DayState, string> = {
  verified: 'verified',
  'not-verified': 'not verified',
  unfinished: 'unfinished',
  failed: 'failed',
  none: 'none',
};
export const dayWord = (state: DayState): string => DAY_WORDS[state];

/** The days in one sentence, for a reader who does not see the bars: "28 verified, 1 failed (17 Nov), 1 none (2 Nov)". */
export function daysInWords(days: readonly BackupDay[]): string {
  return DAY_STATES.flatMap((state) => {
    const those = days.filter((day) => day.state === state);
    if (those.length === 0) return [];
    const which =
      those.length <= 3 && state !== 'verified' ? ` (${those.map(({ date }) => dayLabel(date)).join(', ')})` : '';
    return [`${those.length} ${dayWord(state)}${which}`];
  }).join(', ');
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** "17 Nov". `date`: ISO 8601. */
export const dayLabel = (date: string): string =>
  `${Number(date.slice(8, 10))} ${MONTHS[Number(date.slice(5, 7)) - 1]}`;
