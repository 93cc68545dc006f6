import { z } from 'zod';

const UNITS: Record<string, number> = { kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 };
const WANTED = 'A size like "500MB" or "2GB" is needed.';

/** A size in a configuration file, read as bytes; powers of 1,024, as pages show them. */
export const sizeBytes = z.string(WANTED).transform((text, context) => {
  const parts = /^(\d{1,6}(?:\.\d{1,3})?)\s*([kmgt]b)$/i.exec(text.trim());
  const bytes = parts ? Math.round(Number(parts[1]) * UNITS[parts[2]!.toLowerCase()]!) : 0;
  if (bytes > 0) return bytes;
  context.addIssue({ code: 'custom', message: WANTED });
  return z.NEVER;
});
