import { z } from 'zod';
import { backupRef } from '../../contract/backup.ts';
import { fileAsRef, upgraded } from '../upgrade.ts';

export const deleteBackupWork = z.preprocess(
  upgraded((work) => fileAsRef(work, [], 'backup')),
  z.object({
    kind: z.literal('delete-backup'),
    backup: backupRef,
    /** As it was shown: another file of that name is not what was confirmed. */
    fileBytes: z.number(),
  }),
);
export type DeleteBackupWork = z.infer<typeof deleteBackupWork>;

export const deleteBackupResult = z.object({ kind: z.literal('delete-backup'), id: z.string(), fileBytes: z.number() });
export type DeleteBackupResult = z.infer<typeof deleteBackupResult>;
