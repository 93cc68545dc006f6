import { join } from 'node:path';
import { MAY_NOT_WRITE_HINT, READ_ONLY_HINT } from '../../archive/disk-error.ts';
import type { Check } from '../../contract/plan.ts';
import { isAppError } from '../../errors.ts';
import { filesOf } from '../../files/files.ts';
import { formatBytes } from '../../format.ts';

/** Folders of a plan that are looked at: one request for each. */
const MOST_FOLDERS = 200;

/** Warns of folders that can't be written to; nothing is written to find out. Empty: no obstacle is known. */
export async function writeChecks(
  directory: string,
  groups: readonly string[],
  signal?: AbortSignal,
): Promise<Check[]> {
  const files = filesOf(directory, signal);
  const obstacle = async (folder: string) => ({
    folder,
    code: await files.obstacle(folder).catch((error: unknown) => {
      if (isAppError(error)) throw error;
      return null;
    }),
  });
  const { code } = await obstacle('');
  const found =
    code !== null
      ? [{ folder: '', code }]
      : await Promise.all(
          groups
            .filter((group) => !group.includes('/'))
            .slice(0, MOST_FOLDERS)
            .map(obstacle),
        );
  return found.flatMap(({ folder, code: reason }) => {
    if (reason === null) return [];
    const place = join(directory, folder);
    const readOnly = reason === 'EROFS';
    return [
      {
        id: folder === '' ? 'write' : `write-${folder}`,
        level: 'warn' as const,
        title: readOnly ? 'The file system is read-only' : 'The files can’t be written',
        detail: readOnly
          ? `${place} is on a file system that is mounted read-only: no backup can be written there.`
          : `${place} can’t be written to (${reason}).`,
        hint: readOnly ? READ_ONLY_HINT : MAY_NOT_WRITE_HINT,
      },
    ];
  });
}

/** Warns where the free space is less than the indices take in the cluster. No refusal: a zip is usually smaller than its index. */
export async function freeSpaceCheck(
  directory: string,
  primaryBytes: number | null,
  signal?: AbortSignal,
): Promise<Check> {
  const free = await filesOf(directory, signal)
    .freeBytes()
    .catch((error: unknown) => {
      if (isAppError(error)) throw error;
      return 0;
    });
  const detail =
    `${formatBytes(free)} free in ${directory}; the indices take ` +
    `${primaryBytes === null ? 'an unknown amount' : formatBytes(primaryBytes)} in the cluster, a ` +
    'backup usually less.';
  return primaryBytes !== null && free < primaryBytes
    ? {
        id: 'room',
        level: 'warn',
        title: 'Disk space for the files is low',
        detail,
        hint: 'Free space first: if the disk fills up, the backup fails and nothing of it is kept.',
      }
    : { id: 'room', level: 'ok', title: 'Disk space for the files', detail };
}
