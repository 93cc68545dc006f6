import { z } from 'zod';
import { backupRef } from '../../contract/backup.ts';
import { addRefOfFile, upgradeWith } from '../upgrade.ts';

export const deleteBackupWork = z.preprocess(
  upgradeWith((work) => addRefOfFile(work, [], 'backup')),
  z.object({
    kind: z.literal('delete-backup'),
    backup: backupRef,
    /** As displayed when the deletion was confirmed: a file of another size is not deleted. */
    fileBytes: z.number(),
  }),
);
export type DeleteBackupWork = z.infer<typeof deleteBackupWork>;

export const deleteBackupResult = z.object({ kind: z.literal('delete-backup'), id: z.string(), fileBytes: z.number() });
export type DeleteBackupResult = z.infer<typeof deleteBackupResult>;
