const MOST = 10_000_000;

/** What is wrong with a typed limit of documents per second; null: nothing. Empty: no limit. */
export const limitProblem = (text: string): string | null =>
  text === '' || (/^[1-9]\d{0,7}$/.test(text) && Number(text) <= MOST)
    ? null
    : 'A whole number from 1 to 10,000,000, or nothing.';
