import type { BackupRef } from '../contract/backup-ref.ts';
import { AppError } from '../errors.ts';
import type { BackupSource } from './source.ts';
import type { BackupSources } from './sources.ts';

export interface BackupToDelete {
  backup: BackupRef;
  /** As it was reviewed or planned: a file that has another size or stamp is not deleted. */
  fileBytes: number;
  stamp?: string | undefined;
}

/** Deletes the file that was reviewed, and no other. Throws `not_found`, `plan_changed`, `disk`. */
export async function deleteBackupAsReviewed(
  sources: BackupSources,
  { backup: { id, source }, fileBytes, stamp }: BackupToDelete,
  signal: AbortSignal,
): Promise<void> {
  const place = sources.of(source);
  if (stamp !== undefined) await requireStamp(place, id, stamp, signal);
  await place.delete(id, fileBytes, signal);
}

async function requireStamp(source: BackupSource, id: string, stamp: string, signal: AbortSignal): Promise<void> {
  if ((await source.stamp(id, signal)).text === stamp) return;
  throw new AppError('plan_changed', `${id} has changed since its deletion was reviewed.`, {
    hint: 'It may be a backup that is still being written. Review the deletion again.',
  });
}
