/**
 * Names a backup wherever it is kept. `source` is a kind of source and a place ("folder:/var/backups"), `id` the
 * backup's name in it ("government/government-2018-01-08t03-00-00z.zip"). Its schema is in backup.ts: this file may reach the browser.
 */
export interface BackupRef {
  readonly source: string;
  readonly id: string;
}

/** One text for a backup, the same from whichever source above it is named. For locks, keys and comparisons. */
export const backupUri = ({ source, id }: BackupRef): string => `${source.endsWith('/') ? source : `${source}/`}${id}`;

/** The backup's name as seen from a source; null: that source does not hold it. */
export function idWithin(source: string, ref: BackupRef): string | null {
  const uri = backupUri(ref);
  const root = source.endsWith('/') ? source : `${source}/`;
  return uri.startsWith(root) ? uri.slice(root.length) : null;
}

const FOLDER = 'folder:';

/** The source that a folder of zip files is. `directory`: an absolute path. */
export const folderSource = (directory: string): string => `${FOLDER}${directory}`;

/** The folder of a source; null: it is another kind of source. */
export const folderOf = (source: string): string | null =>
  source.startsWith(FOLDER) ? source.slice(FOLDER.length) : null;

/** A file that was named by its absolute path. */
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
