import { deleteBackupAsReviewed } from '../../backups/delete-backup.ts';
import { isAppError } from '../../errors.ts';
import { formatBytes } from '../../format.ts';
import type { RunKind } from '../run-kind.ts';
import type { DeleteBackupCheckpoint, DeleteBackupResult, DeleteBackupWork } from './schema.ts';

/**
 * Deletes the backups that were shown, one after the other. One that has changed since or is gone is left, with the
 * reason. Throws the first failure where none was deleted: `not_found`, `plan_changed`, `disk`.
 */
export const runDeleteBackup: RunKind<DeleteBackupWork, DeleteBackupResult, DeleteBackupCheckpoint> = async (
  { backups },
  work,
  run,
) => {
  const deleted: DeleteBackupResult['deleted'] = [];
  const left: DeleteBackupResult['left'] = [];
  let first: unknown = null;
  for (const reviewed of work.backups) {
    const {
      backup: { id },
      fileBytes,
    } = reviewed;
    try {
      await deleteBackupAsReviewed(backups, reviewed, run.signal);
      deleted.push({ id, fileBytes });
      run.saveCheckpoint({ deleted });
      run.log(`Deleted ${id} (${formatBytes(fileBytes)}).`);
    } catch (error) {
      if (!isAppError(error) || error.code === 'cancelled' || run.signal.aborted) throw error;
      first ??= error;
      left.push({ id, reason: error.code === 'not_found' ? 'It no longer existed.' : error.message });
      run.log(`Did not delete ${id}: ${left.at(-1)!.reason}`);
    }
  }
  if (deleted.length === 0) throw first;
  const ids = deleted.map(({ id }) => id);
  const { final, note } = await backups
    .of(work.backups[0]!.backup.source)
    .deletionEffect(ids, run.signal)
    .catch(() => ({ final: true, note: null }));
  if (note !== null) run.log(note);
  return { kind: 'delete-backup', status: left.length === 0 ? 'done' : 'partial', deleted, left, final, note };
};
