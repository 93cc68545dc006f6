/** Characters of one override on a page; a mapping of thousands of fields has fewer. */
export const OVERRIDE_LIMIT = 200_000;

/** Characters of names in one URL; all headers of a request may have 16,384. */
export const NAMES_LIMIT = 8_000;

/** Characters of names that the server saves if a URL can't hold them: thousands of names. */
export const SAVED_NAMES_LIMIT = 300_000;

/** The most aliases, and the most indices, that are listed to choose from. */
export const MOST_CHOICES = 100;

/** The least length of the reason of a break-glass use. */
export const REASON_CHARACTERS = 10;

/** Backups that are verified, or deleted, by one request: those of one page of the list. */
export const MAX_SELECTED_BACKUPS = 50;

/** Indices of a snapshot that are restored from one page: each is planned on every poll. */
export const MOST_RESTORED_AT_ONCE = 50;

/** Requests that one replay sends at a time, and per second. */
export const MOST_CONCURRENT = 16;
export const MOST_RATE = 99_999;
