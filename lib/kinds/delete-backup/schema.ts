import { z } from 'zod';
import { backupRef } from '../../contract/backup.ts';
import { addRefOfFile, upgradeWith } from '../upgrade.ts';

export const deleteBackupWork = z.preprocess(
  // Older versions deleted one backup in a job.
  upgradeWith((work) => {
    addRefOfFile(work, [], 'backup');
    const { backup, fileBytes } = work;
    if (work['backups'] === undefined && backup !== undefined) work['backups'] = [{ backup, fileBytes }];
  }),
  z.object({
    kind: z.literal('delete-backup'),
    backups: z
      .array(
        z.object({
          backup: backupRef,
          /** As displayed when the deletion was confirmed: a file that has another size or stamp is not deleted. */
          fileBytes: z.number(),
          stamp: z.string().optional(),
        }),
      )
      .min(1),
  }),
);
export type DeleteBackupWork = z.infer<typeof deleteBackupWork>;

const deletedBackup = z.object({ id: z.string(), fileBytes: z.number() });

export const deleteBackupResult = z.preprocess(
  upgradeWith((result) => {
    const { id, fileBytes } = result;
    if (typeof id === 'string') Object.assign(result, { status: 'done', deleted: [{ id, fileBytes }], left: [] });
  }),
  z.object({
    kind: z.literal('delete-backup'),
    status: z.enum(['done', 'partial']),
    deleted: z.array(deletedBackup),
    /** Confirmed but not deleted, with the reason. */
    left: z.array(z.object({ id: z.string(), reason: z.string() })),
    /** Their space is free, as far as is known. */
    final: z.boolean().default(true),
    /** What else there is to say; null: nothing. */
    note: z.string().nullable().default(null),
  }),
);
export type DeleteBackupResult = z.infer<typeof deleteBackupResult>;

const deleteBackupCheckpoint = z.object({ deleted: z.array(deletedBackup) });
export type DeleteBackupCheckpoint = z.infer<typeof deleteBackupCheckpoint>;

/** The backups that a job which did not succeed had deleted. */
export const deletedBefore = (checkpoint: unknown): DeleteBackupCheckpoint['deleted'] =>
  deleteBackupCheckpoint.safeParse(checkpoint).data?.deleted ?? [];
