/**
 * Identifies a backup. `source` is a kind of source and a place ("folder:/var/backups"), `id` the backup's name in it
 * ("government/government-2018-01-08t03-00-00z.zip"). Its schema is in backup.ts: browsers load this file without zod.
 */
export interface BackupRef {
  readonly source: string;
  readonly id: string;
}

/** One text for a backup, the same if a source in a parent folder names it. For locks, keys and comparisons. */
export const backupUri = ({ source, id }: BackupRef): string => `${source.endsWith('/') ? source : `${source}/`}${id}`;

/** The backup's id in a source; null: it is not in that source. */
export function idWithin(source: string, ref: BackupRef): string | null {
  const uri = backupUri(ref);
  const root = source.endsWith('/') ? source : `${source}/`;
  return uri.startsWith(root) ? uri.slice(root.length) : null;
}

const FOLDER = 'folder:';

/** The source for a folder of zip files. `directory`: an absolute path. */
export const folderSource = (directory: string): string => `${FOLDER}${directory}`;

/** The folder of a source; null: another kind of source. */
export const folderOf = (source: string): string | null =>
  source.startsWith(FOLDER) ? source.slice(FOLDER.length) : null;

/** The ref of a file. `file`: an absolute path. */
export function refOfFile(file: string): BackupRef {
  const cut = file.lastIndexOf('/');
  return { source: folderSource(file.slice(0, cut) || '/'), id: file.slice(cut + 1) };
}

/** The absolute path of a backup that is a file in a folder; null: it is kept elsewhere. */
export const fileOf = (ref: BackupRef): string | null => folderOf(backupUri(ref));

/** For people: a folder's path, else the whole source. */
export const sourcePlace = (source: string): string => folderOf(source) ?? source;

/** For people: a path where it is a file, else the whole name. */
export const backupPlace = (ref: BackupRef): string => fileOf(ref) ?? backupUri(ref);
