import { lstat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { backupId } from '../../contract/names.ts';
import { AppError } from '../../errors.ts';

/**
 * The absolute path of a backup below its directory. No way out: the id is a folder and a file name at most, no part of
 * it a link. Throws `invalid_input` or `not_found`.
 */
export async function locateBackup(directory: string, id: string): Promise<string> {
  const parsed = backupId.safeParse(id);
  if (!parsed.success) throw new AppError('invalid_input', `${JSON.stringify(id)} is not a backup’s name.`);
  let path = resolve(directory);
  const parts = parsed.data.split('/');
  for (const [at, part] of parts.entries()) {
    path = join(path, part);
    const found = await lstat(path).catch(() => null);
    const fits = found !== null && (at === parts.length - 1 ? found.isFile() : found.isDirectory());
    if (!fits)
      throw new AppError('not_found', `There is no backup ${id}.`, {
        hint: 'It may have been deleted or renamed. Look at the list again.',
      });
  }
  return path;
}
