import { MAY_NOT_WRITE_HINT, READ_ONLY_HINT } from '../../archive/disk-error.ts';
import type { FreeSpace } from '../../files/protocol.ts';
import { formatBytes, formatCount, formatPercent } from '../../format.ts';
import { failure, ok, unknown, warning, type Finding } from '../check.ts';
import { formatMs } from './connection.ts';

export interface FolderAccess {
  folder: string;
  there: boolean;
  /** Code of the error with which writing would fail; null: none is known. */
  obstacle: string | null;
  /** Other users of this machine can read it; null: not known. */
  openToOthers: boolean | null;
}

/** `created`: when a missing one is made: "with the first backup". */
export function accessFinding({ folder, obstacle, openToOthers, there }: FolderAccess, created: string): Finding {
  if (obstacle === 'EROFS') return failure(`${folder} is on a file system that is mounted read-only.`, READ_ONLY_HINT);
  if (obstacle === 'ENOTDIR')
    return failure(
      `${folder} is no folder: it, or a part of its path, is a file.`,
      'Name another folder, or move the file.',
    );
  if (obstacle !== null) return failure(`${folder} can’t be written to (${obstacle}).`, MAY_NOT_WRITE_HINT);
  if (!there) return ok(`${folder} does not exist yet: it is made ${created}.`);
  if (openToOthers)
    return warning(
      `${folder} can be written to, and every user of this machine can read it.`,
      `Take that right from them: chmod o-rwx ${folder}`,
    );
  return ok(`${folder} exists and can be written to.`);
}

const LOW_BYTES = 1024 ** 3;
const LOW_SHARE = 0.05;
/** Of a disk so large that 5 % are enough. */
const ENOUGH_BYTES = 50 * 1024 ** 3;
/** Nothing useful can be written any more. */
const FULL_BYTES = 16 * 1024 ** 2;

export function spaceFinding(
  folder: string,
  { freeBytes, inodes, totalBytes }: FreeSpace,
  lowBytes = LOW_BYTES,
): Finding {
  if (totalBytes === 0)
    return unknown(`the file system of ${folder} reports no size.`, 'Watch its free space where it is kept.');
  const space = `${formatBytes(freeBytes)} of ${formatBytes(totalBytes)} free on the disk of ${folder}`;
  const free = inodes === null ? '' : `, and ${formatCount(inodes.free)} of ${formatCount(inodes.total)} inodes`;
  const what = `${space}${free}.`;
  if (freeBytes < FULL_BYTES) return failure(what, 'The disk is full: free space, or name a folder on another disk.');
  if (inodes !== null && inodes.free === 0)
    return failure(
      what,
      'No file can be created: delete small files that are not needed, or use a larger file system.',
    );
  if (freeBytes < lowBytes || (freeBytes < totalBytes * LOW_SHARE && freeBytes < ENOUGH_BYTES))
    return warning(
      what,
      `Only ${formatPercent(freeBytes, totalBytes)} are free: free space, or the next backup fails.`,
    );
  if (inodes !== null && inodes.free < inodes.total * LOW_SHARE)
    return warning(what, 'Few inodes are left: delete small files that are not needed.');
  return ok(what);
}

export interface WriteSpeed {
  folder: string;
  bytes: number;
  /** For writing that many bytes, with the fsync at its end. */
  writeMs: number;
  /** Of several small writes, the one in the middle. */
  fsyncMs: number;
}

const SLOW_FSYNC_MS = 100;

export function speedFinding({ bytes, folder, fsyncMs, writeMs }: WriteSpeed): Finding {
  const rate = `${formatBytes((bytes / Math.max(writeMs, 0.1)) * 1000)}/s`;
  const what = `In ${folder}, ${formatBytes(bytes)} were written at ${rate}, and an fsync takes ${formatMs(fsyncMs)}.`;
  return fsyncMs > SLOW_FSYNC_MS
    ? warning(
        what,
        'More than 100 ms make every step of a job slow: see what else writes to this disk, and whether it is a share.',
      )
    : ok(what);
}

/** `code`: of the error while a small file was written; null: unknown. */
export function notWrittenFinding(folder: string, code: string | null): Finding {
  const full = code === 'ENOSPC' || code === 'EDQUOT';
  return failure(
    full
      ? `The disk of ${folder} is full: a small file could not be written (${code}).`
      : `A small file could not be written into ${folder} (${code ?? 'an unknown reason'}).`,
    full
      ? 'Free space, or name a folder on another disk.'
      : 'Correct it as the check of the folder says, then check again.',
  );
}
