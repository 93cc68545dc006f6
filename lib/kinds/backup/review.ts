import { z } from 'zod';
import { SAVED_NAMES_LIMIT, NAMES_LIMIT } from '../../contract/limits.ts';
import { savedKey } from '../../contract/names.ts';

/** What to back up: names separated by commas, which no name can hold. */
export const backupRequestQuery = z.object({
  aliases: z.string().max(NAMES_LIMIT).optional(),
  indices: z.string().max(NAMES_LIMIT).optional(),
  all: z.enum(['yes', 'no']).default('no'),
  kept: savedKey.optional().describe('names kept aliases and indices, in place of many'),
});
export type BackupRequestQuery = z.infer<typeof backupRequestQuery>;

const manyNames = z
  .string()
  .max(SAVED_NAMES_LIMIT, 'These are too many names for one backup: choose every alias, or fewer names.');
export const savedNames = z.object({ aliases: manyNames, indices: manyNames });
export type SavedNames = z.infer<typeof savedNames>;
