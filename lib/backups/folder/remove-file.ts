import { READ_ONLY_HINT } from '../../archive/disk-error.ts';
import { AppError, isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import { codeOf } from '../../files/file-error.ts';
import { CHANGED } from '../../files/protocol.ts';

/** Deletes the file that was displayed, if it still has that size. Throws `plan_changed`, `disk`. */
export async function removeFile(
  directory: string,
  id: string,
  fileBytes: number,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await filesOf(directory, signal).remove(id, fileBytes);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    if (codeOf(cause) === CHANGED)
      throw new AppError('plan_changed', `${id} has changed since it was shown: it no longer has ${fileBytes} bytes.`, {
        hint: 'Open it again. It may be a backup that is still being written.',
        cause,
      });
    throw new AppError('disk', `${id} can't be deleted (${codeOf(cause) ?? String(cause)}).`, {
      cause,
      hint: codeOf(cause) === 'EROFS' ? READ_ONLY_HINT : 'Check the permissions of the backup directory.',
    });
  }
}
