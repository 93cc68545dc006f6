/** Without zod, for the browser too. */

export const MOST_COMMENT = 2_000;
export const MOST_REASON = 300;
/** What is muted for longer is a setting, not planned work. */
export const MOST_MUTE_DAYS = 30;

/** How many ended incidents a page lists, and how many open ones unless more are asked for. */
export const ENDED_ROWS = 50;
export const OPEN_ROWS = 100;
export const MOST_OPEN_ROWS = 2_000;
