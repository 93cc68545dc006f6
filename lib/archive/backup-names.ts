import { basename } from 'node:path';
import { AppError } from '../errors.ts';

export const UNFINISHED = '.partial';

/** What a backup's file name is derived from. `group`: an alias or an index, the name of the folder. */
export interface BackupName {
  group: string;
  startedAt: Date;
}

/** The name of an index or an alias comes from the cluster and is not trusted. Throws `refused`. */
export function requireGroupName(group: string): void {
  if (!/[/\\\0]/.test(group) && !['', '.', '..'].includes(group)) return;
  throw new AppError('refused', `${JSON.stringify(group)} can’t be the name of a backup’s folder.`, {
    hint: 'No cluster gives such a name to an index or an alias: check what answers at this address.',
  });
}

/** `2018-01-08t03-00-00z`: sorts by time, and is valid in an index name. */
export const stampOf = (at: Date): string => at.toISOString().slice(0, 19).replaceAll(':', '-').toLowerCase() + 'z';

/** The names of files and of indices have at most 255 bytes. A long group is truncated in the file's name, not the folder's. */
const MAX_GROUP_BYTES = 200;
const shortened = (group: string): string =>
  Buffer.byteLength(group) <= MAX_GROUP_BYTES
    ? group
    : Buffer.from(group)
        .subarray(0, MAX_GROUP_BYTES)
        .toString('utf8')
        .replace(/\ufffd+$/, '');

/** `<group>/<group>-<start>.zip`; `copy` distinguishes two of the same second. */
export const backupPath = (group: string, startedAt: Date, copy = 1): string =>
  `${group}/${shortened(group)}-${stampOf(startedAt)}${copy === 1 ? '' : `-${copy}`}.zip`;

/** The group and the start in a file's name. A flat `government.zip` of the old wrapper has only the group. */
export function readBackupName(id: string): { group: string; startedAt: Date | null } {
  const [folder, file] = id.includes('/') ? [id.slice(0, id.indexOf('/')), id.slice(id.indexOf('/') + 1)] : [null, id];
  const name = basename(file!, UNFINISHED).replace(/\.zip$/, '');
  const match = /^(.*)-(\d{4}-\d{2}-\d{2})t(\d{2})-(\d{2})-(\d{2})z(?:-\d+)?$/.exec(name);
  const at = match ? new Date(`${match[2]}T${match[3]}:${match[4]}:${match[5]}Z`) : null;
  return { group: folder ?? match?.[1] ?? name, startedAt: at && !Number.isNaN(at.getTime()) ? at : null };
}
