import { z } from 'zod';
import { backupRow } from './backups-page.ts';

/** What the deletion of backups would delete, as it is reviewed before it is confirmed. */
export const deletionReview = z.object({
  takenAt: z.iso.datetime(),
  backups: z.array(
    z.object({
      row: backupRow,
      /** Differs after every change of the file. */
      stamp: z.string(),
      /** Who pinned it, and why: it is not deleted. null: nobody. */
      pinned: z.object({ reason: z.string(), by: z.string(), at: z.string() }).nullable(),
      /** The last jobs that are about it. */
      jobs: z.array(z.object({ id: z.string(), title: z.string() })),
    }),
  ),
  /** Ids of the request that are not there. */
  missing: z.array(z.string()),
  bytes: z.number(),
  /** Nothing remains of what is deleted, as far as is known. */
  final: z.boolean(),
  /** What else deleting does here; null: nothing. */
  note: z.string().nullable(),
  /**
   * The groups that the backups are of, and how many good backups of each remain; null: unknown, the backups could not
   * be read. `good`: one that is deleted is known to be good.
   */
  groups: z.array(z.object({ group: z.string(), remaining: z.number().nullable(), good: z.boolean() })),
});
export type DeletionReview = z.infer<typeof deletionReview>;
