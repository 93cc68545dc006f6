/** Next writes "unhandledRejection:" and "uncaughtException:" for what no code caught, and so does lib/start-up.ts. */
const UNHANDLED = /^.*\b(?:unhandledRejection|uncaughtException)\b.*(?:\n\s+at .*)*/gm;

/** What a dashboard wrote of errors that nothing handled, shortened; empty: there was none. */
export const unhandledIn = (output: string): string[] =>
  (output.match(UNHANDLED) ?? []).map((text) => text.slice(0, 2_000));

/** Throws with what was unhandled: it fails the file that started the dashboard. */
export function expectNothingUnhandled(output: string): void {
  const found = unhandledIn(output);
  if (found.length > 0)
    throw new Error(`The dashboard met ${String(found.length)} errors that nothing handled:\n${found.join('\n')}`);
}
