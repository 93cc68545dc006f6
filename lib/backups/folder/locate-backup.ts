import { backupId } from '../../contract/names.ts';
import { AppError, isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import type { FileFacts } from '../../files/protocol.ts';

/**
 * The facts of a backup's file. The id is a file name, or a folder and a file name, and no part of it may be a link, so
 * that it can't lead outside of the directory. Throws `invalid_input`, `not_found`, and `disk` where the directory does not
 * answer.
 */
export async function locateBackup(directory: string, id: string, signal?: AbortSignal): Promise<FileFacts> {
  const found = await filesOf(directory, signal)
    .stat(requireBackupId(id))
    .catch((error: unknown) => {
      if (isAppError(error)) throw error;
      return null;
    });
  if (found?.kind === 'file') return found.facts;
  throw new AppError('not_found', `There is no backup ${id}.`, {
    hint: 'It may have been deleted or renamed. Reload the list.',
  });
}

/** Throws `invalid_input`. */
export function requireBackupId(id: string): string {
  const parsed = backupId.safeParse(id);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', `${JSON.stringify(id)} is not a backup’s name.`);
}
