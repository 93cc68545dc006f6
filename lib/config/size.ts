import { z } from 'zod';

const UNITS: Record<string, number> = { kb: 1024, mb: 1024 ** 2, gb: 1024 ** 3, tb: 1024 ** 4 };
const MESSAGE = 'A size like "500MB" or "2GB" is needed.';

/** A size in a configuration file, in bytes; units are powers of 1,024, as on pages. */
export const sizeBytes = z.string(MESSAGE).transform((text, context) => {
  const parts = /^(\d{1,6}(?:\.\d{1,3})?)\s*([kmgt]b)$/i.exec(text.trim());
  const bytes = parts ? Math.round(Number(parts[1]) * UNITS[parts[2]!.toLowerCase()]!) : 0;
  if (bytes > 0) return bytes;
  context.addIssue({ code: 'custom', message: MESSAGE });
  return z.NEVER;
});
