import type { BackupFile, BackupReader } from '../archive/read-backup.ts';
import { AppError } from '../errors.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';

/**
 * Opens the backup, which must be the file that the plan was made with. Throws `code` where it is another one: use
 * `plan_changed` as long as nothing has been changed. The caller closes the file.
 */
export async function openPlannedBackup(
  backups: BackupReader,
  plan: RestorePlan,
  code: 'plan_changed' | 'backup_damaged',
  signal: AbortSignal,
): Promise<BackupFile> {
  const backup = await backups.open(plan.backup.ref, signal);
  if (
    backup.fileBytes === plan.backup.fileBytes &&
    (backup.manifest === null || backup.manifest.objects.sha256 === plan.backup.sha256)
  )
    return backup;
  await backup.close();
  throw new AppError(code, 'The backup file is not the one of the plan.', {
    hint: 'Plan again: the file is read once more.',
    details: { replaced: true },
  });
}
