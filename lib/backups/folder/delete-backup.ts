import { lstat, unlink } from 'node:fs/promises';
import { locateBackup } from './locate-backup.ts';
import { AppError } from '../../errors.ts';

/** Deletes the one file that was shown: same name, same size. Throws `not_found`, `plan_changed`, `disk`. */
export async function deleteBackup(
  directory: string,
  id: string,
  fileBytes: number,
): Promise<{ id: string; fileBytes: number }> {
  const path = await locateBackup(directory, id);
  const { size } = await lstat(path);
  if (size !== fileBytes)
    throw new AppError('plan_changed', `${id} has changed since it was shown: ${size} bytes instead of ${fileBytes}.`, {
      hint: 'Look at it again. It may be a backup that is still being written.',
    });
  try {
    await unlink(path);
  } catch (cause) {
    throw new AppError('disk', `${id} can't be deleted (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`, {
      cause,
      hint: 'Check the permissions of the backup directory.',
    });
  }
  return { id, fileBytes };
}
