import { z } from 'zod';
import { BACKUP_STATE_WORDS } from './backups-page.ts';

const heldDocuments = { takenAt: z.string().nullable(), documents: z.number().nullable(), good: z.boolean() };

/** A backup file or a snapshot that holds an index. */
export const holdingBackup = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('zip'), id: z.string(), state: z.enum(BACKUP_STATE_WORDS), ...heldDocuments }),
  z.object({
    kind: z.literal('snapshot'),
    repository: z.string(),
    name: z.string(),
    /** In the server's word. */
    state: z.string(),
    ...heldDocuments,
  }),
]);
export type HoldingBackup = z.infer<typeof holdingBackup>;

/** The backups and snapshots of one index, by its uuid or, of a snapshot, by its name and time. */
export const indexBackups = z.object({
  /** The first of them, newest first. */
  newest: z.array(holdingBackup),
  total: z.number(),
  /** Complete and not known to be damaged; null: none is known, and not every place of backups could be read. */
  good: z.number().nullable(),
  /** Documents added or changed after the newest good backup file was taken; null: unknown. */
  writtenSince: z.number().nullable(),
  /** Why there may be more of them; null: every place was read. */
  problem: z.string().nullable(),
});
export type IndexBackups = z.infer<typeof indexBackups>;
