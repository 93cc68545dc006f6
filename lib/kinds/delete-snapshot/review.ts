import { z } from 'zod';

/** What the page of a deletion asks for. */
export const snapshotDeletionAsked = z.object({
  repository: z.string().min(1).max(255),
  snapshot: z.string().min(1).max(255),
  /** Ticked: delete it although it is the last good one of an alias. */
  evenLast: z.enum(['yes']).optional(),
});
export type SnapshotDeletionAsked = z.infer<typeof snapshotDeletionAsked>;
