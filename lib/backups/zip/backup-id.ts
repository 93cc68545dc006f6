import { backupId } from '../../contract/names.ts';
import { AppError } from '../../errors.ts';

/** A file name, or a folder and a file name: it comes from the address of a page. Throws `invalid_input`. */
export function requireBackupId(id: string): string {
  const parsed = backupId.safeParse(id);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', `${JSON.stringify(id)} is not a backup’s name.`);
}

/** A path that does not lead outside of the store. Throws `invalid_input`. */
export function requireInnerName(id: string): string {
  const parts = id.split('/');
  if (!id.includes('\0') && !parts.some((part) => part === '' || part === '.' || part === '..')) return id;
  throw new AppError('invalid_input', `${JSON.stringify(id.slice(0, 260))} is not a backup’s name.`);
}

export const noSuchBackup = (id: string): AppError =>
  new AppError('not_found', `There is no backup ${id.slice(0, 260)}.`, {
    hint: 'It may have been deleted or renamed. Reload the list.',
  });
