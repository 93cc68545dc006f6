import { AppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import { codeOf } from '../../files/file-error.ts';

const refused = (message: string, hint?: string) =>
  new AppError('refused', message, hint === undefined ? {} : { hint });

/** Gives a file in the backup directory the name of a backup, and never overwrites. Throws `refused`, errors of the system. */
export async function takeFile(
  directory: string,
  file: { path: string; ino: number },
  id: string,
  signal: AbortSignal,
): Promise<'taken' | 'exists'> {
  try {
    await publish(directory, file, id, signal);
    return 'taken';
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return 'exists';
    throw unusable(error);
  }
}

async function publish(
  directory: string,
  { path, ino }: { path: string; ino: number },
  id: string,
  signal: AbortSignal,
): Promise<void> {
  const files = filesOf(directory, signal);
  const slash = id.indexOf('/');
  const folder = slash < 0 ? null : id.slice(0, slash);
  const made = folder === null ? null : await files.makeFolder(folder);
  try {
    await files.publish(path, id, ino);
  } catch (error) {
    if (folder !== null && made !== null)
      // Without the signal, which may be aborted.
      await filesOf(directory)
        .removeFolders(folder, made)
        .catch(() => undefined);
    throw error;
  }
}

const MAY_NOT_WRITE: readonly string[] = ['EACCES', 'EPERM', 'EROFS'];

/** Listing follows no links, so a backup in a linked folder would never be listed. */
function unusable(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'ELOOP')
    return refused('Its folder in the backup directory is a link, and backups behind a link are not listed.');
  if (code !== undefined && MAY_NOT_WRITE.includes(code))
    return refused(`Its place in the backup directory can’t be written to (${code}).`);
  // A backup gets its name in one step, which is only possible on one disk.
  if (code === 'EXDEV')
    return refused('Its folder in the backup directory is on another disk than the directory itself.');
  if (code === 'ENOTDIR') return refused('A file in the backup directory has the name of its folder.');
  return error;
}
