import { backupId } from '../../contract/names.ts';
import { AppError, isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import type { FileFacts } from '../../files/protocol.ts';

/**
 * A backup below its directory. No way out: the id is a folder and a file name at most, no part of it a link. Throws
 * `invalid_input`, `not_found`, and `disk` where the directory does not answer.
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
    hint: 'It may have been deleted or renamed. Look at the list again.',
  });
}

export function requireBackupId(id: string): string {
  const parsed = backupId.safeParse(id);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', `${JSON.stringify(id)} is not a backup’s name.`);
}
