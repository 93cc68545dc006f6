import type { JobRow } from '../contract/jobs-page.ts';

/** How long the job ran; null: it has not begun, or not ended. */
export function secondsOf({ startedAt, endedAt }: Pick<JobRow, 'startedAt' | 'endedAt'>): number | null {
  if (startedAt === null || endedAt === null) return null;
  const ms = Date.parse(endedAt) - Date.parse(startedAt);
  return Number.isNaN(ms) ? null : Math.max(0, ms / 1000);
}

/** The longest of a list, to which its bars are drawn; 0: none has ended. */
export const longestOf = (rows: readonly Pick<JobRow, 'startedAt' | 'endedAt'>[]): number =>
  rows.reduce((longest, row) => Math.max(longest, secondsOf(row) ?? 0), 0);
