import type { RunKind } from '../run-kind.ts';
import type { DeleteBackupResult, DeleteBackupWork } from './schema.ts';

/** Deletes the one backup that was shown. Throws `not_found`, `plan_changed`, `disk`. */
export const runDeleteBackup: RunKind<DeleteBackupWork, DeleteBackupResult> = async ({ backups }, work, run) => {
  const { backup, fileBytes } = work;
  await backups.of(backup.source).delete(backup.id, fileBytes, run.signal);
  return { kind: 'delete-backup', id: backup.id, fileBytes };
};
