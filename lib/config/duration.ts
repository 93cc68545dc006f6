import { z } from 'zod';

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** "90s", "30m", "26h", "7d" or "2w" as milliseconds; null: not a duration. */
export function parseDuration(text: string): number | null {
  const parts = /^(\d{1,6}(?:\.\d{1,3})?)\s*([smhdw])$/.exec(text.trim());
  return parts ? Math.round(Number(parts[1]) * UNITS[parts[2]!]!) : null;
}

/** A duration in a configuration file, read as milliseconds. */
export const durationMs = z.string('A duration like "30m", "26h" or "7d" is needed.').transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== null && ms > 0) return ms;
  context.addIssue({ code: 'custom', message: 'A duration like "30m", "26h" or "7d" is needed.' });
  return z.NEVER;
});
