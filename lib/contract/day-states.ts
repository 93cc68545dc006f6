/**
 * What a day's backups of an alias are good for, the best first. `unfinished`: incomplete ones too. `failed`: a damaged
 * file, or a backup job that failed. Browsers load this file without zod.
 */
export const DAY_STATES = ['verified', 'not-verified', 'unfinished', 'failed', 'none'] as const;
export type DayState = (typeof DAY_STATES)[number];
