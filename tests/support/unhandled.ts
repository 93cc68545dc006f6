/**
 * Next writes "unhandledRejection:" and "uncaughtException:" for errors that no code caught, and so does
 * lib/start-up.ts.
 */
const UNHANDLED = /^.*\b(?:unhandledRejection|uncaughtException)\b.*(?:\n\s+at .*)*/gm;

/**
 * The unhandled errors in a dashboard's output, each with its stack, at most 2,000 characters; empty: there were none.
 */
export const unhandledIn = (output: string): string[] =>
  (output.match(UNHANDLED) ?? []).map((text) => text.slice(0, 2_000));

/** Throws with the unhandled errors of the output, which fails the test file that started the dashboard. */
export function expectNothingUnhandled(output: string): void {
  const found = unhandledIn(output);
  if (found.length > 0)
    throw new Error(`The dashboard met ${String(found.length)} errors that nothing handled:\n${found.join('\n')}`);
}
