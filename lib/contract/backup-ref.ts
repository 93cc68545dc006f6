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

const BUCKET = 's3://';

/**
 * The bucket of a source and the prefix of its keys, without a slash at either end; null: it is no address of a bucket. No part of
 * a prefix is empty, "." or "..", and none has control characters.
 */
export function bucketLocation(source: string): { bucket: string; prefix: string } | null {
  const [, bucket, rest = ''] = /^s3:\/\/([A-Za-z0-9][A-Za-z0-9._-]{1,62})(?:\/(.*))?$/s.exec(source) ?? [];
  const prefix = rest.replace(/\/+$/, '');
  const parts = prefix === '' ? [] : prefix.split('/');
  if (bucket === undefined || parts.some((part) => ['', '.', '..'].includes(part) || /\p{Cc}/u.test(part))) return null;
  return { bucket, prefix };
}

const bucketSource = ({ bucket, prefix }: { bucket: string; prefix: string }): string =>
  `${BUCKET}${bucket}${prefix === '' ? '' : `/${prefix}`}`;

/** The source for the address of a bucket, or for an absolute path. Throws where the address is none. */
export function backupSource(place: string): string {
  if (!isBucketAddress(place)) return folderSource(place);
  const location = bucketLocation(place);
  if (location === null) throw new TypeError(`${place} is no address of a bucket`);
  return bucketSource(location);
}

/** Whether a text that a person typed is the address of a bucket or an object. */
export const isBucketAddress = (text: string): boolean => text.startsWith(BUCKET);

/**
 * Whether the place of a schedule holds zip backups: an absolute path or the address of a bucket. Else it is the name of a
 * repository, which has no slash.
 */
export const isPlaceOfZips = (to: string): boolean => to.startsWith('/') || isBucketAddress(to);

/** The ref of a file or an object. `file`: an absolute path, or an address in a bucket with a key. Throws for another address. */
export function refOfFile(file: string): BackupRef {
  const cut = file.lastIndexOf('/');
  if (isBucketAddress(file) && (bucketLocation(file)?.prefix ?? '') === '')
    throw new TypeError(`${file} names no object`);
  return { source: backupSource(file.slice(0, cut) || '/'), id: file.slice(cut + 1) };
}

/** The absolute path of a backup that is a file in a folder; null: it is kept elsewhere. */
export const fileOf = (ref: BackupRef): string | null => folderOf(backupUri(ref));

/** What a place of backups is, for sentences: "bucket", "backup directory". */
export const placeWord = (place: string): string => (isBucketAddress(place) ? 'bucket' : 'backup directory');

/** For people: a folder's path, else the whole source. */
export const sourcePlace = (source: string): string => folderOf(source) ?? source;

/** For people: a path where it is a file, else the whole name. */
export const backupPlace = (ref: BackupRef): string => fileOf(ref) ?? backupUri(ref);
