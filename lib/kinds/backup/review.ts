import { z } from 'zod';
import { KEPT_NAMES_LIMIT, NAMES_LIMIT } from '../../contract/limits.ts';
import { savedKey } from '../../contract/names.ts';

/** What to back up: names separated by commas, which no name can hold. */
export const backupWish = z.object({
  aliases: z.string().max(NAMES_LIMIT).optional(),
  indices: z.string().max(NAMES_LIMIT).optional(),
  all: z.enum(['yes', 'no']).default('no'),
  kept: savedKey.optional().describe('names kept aliases and indices, in place of many'),
});
export type BackupWishQuery = z.infer<typeof backupWish>;

const manyNames = z
  .string()
  .max(KEPT_NAMES_LIMIT, 'These are more names than one backup takes: choose every alias, or fewer.');
export const keptNames = z.object({ aliases: manyNames, indices: manyNames });
export type KeptNames = z.infer<typeof keptNames>;
