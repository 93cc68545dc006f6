import { z } from 'zod';
import { snapshotName } from '../../contract/repository.ts';
import { backupRequestQuery } from '../backup/review.ts';

/** What a page asks for: which indices, as for a backup, and into which snapshot. */
export const snapshotRequestQuery = backupRequestQuery.extend({
  repository: z.string().min(1, 'Choose a repository.').max(255),
  name: snapshotName.optional().describe('default: the alias and the time'),
  why: z.string().max(200, 'At most 200 characters.').optional(),
  digest: z.enum(['yes', 'no']).default('no'),
});
export type SnapshotRequestQuery = z.infer<typeof snapshotRequestQuery>;
export type SnapshotRequestInput = z.input<typeof snapshotRequestQuery>;
