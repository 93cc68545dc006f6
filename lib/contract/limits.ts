/** Characters of one override on the page; a mapping of thousands of fields has fewer. Without zod, so that a page can read it. */
export const OVERRIDE_LIMIT = 200_000;

/** Characters of names in one address; a request’s whole head may have 16,384. */
export const NAMES_LIMIT = 8_000;

/** Characters of names that the server keeps where they are too many for an address: thousands. */
export const KEPT_NAMES_LIMIT = 300_000;
