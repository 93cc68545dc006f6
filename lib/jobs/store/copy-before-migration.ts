import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statfsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError, isAppError } from '../../errors.ts';
import { codeOf } from '../../files/file-error.ts';
import { writeNewSync } from '../../files/regular-file.ts';
import { formatBytes } from '../../format.ts';
import { log } from '../../log.ts';
import { checkCopy } from './check-copy.ts';
import { BUSY_TIMEOUT_MS } from './transaction.ts';

/** With the one that was just made. */
const KEPT_COPIES = 2;
const PARTIAL = '.partial';
/** Primary result codes of SQLite. */
const CORRUPT = 11;
const FULL = 13;
const NOT_A_DATABASE = 26;

const copiesOf = (file: string): string => `${basename(file)}.before-version-`;

/**
 * Copies a database, as it is before it is migrated, to `<file>.before-version-<to>`: in one step, checked in full, on the disk,
 * for its owner alone. The caller holds the lock for writing. An earlier copy of that name is replaced: this one has more.
 * Returns its path. Throws AppError disk, and SQLite's error of a damaged database: there is no new copy.
 */
export function copyBeforeMigration(file: string, from: number, to: number): string {
  const copy = join(dirname(file), `${copiesOf(file)}${to}`);
  const partial = `${copy}${PARTIAL}`;
  try {
    removePartialCopies(file);
    requireSpace(file);
    writeNewSync(partial, '', 0o600);
    copyPages(file, partial);
    checkCopy(partial);
    flush(partial);
    renameSync(partial, copy);
    flush(dirname(copy));
    return copy;
  } catch (error) {
    removeQuietly(() => removePartialCopies(file));
    const damaged = [CORRUPT, NOT_A_DATABASE].includes(resultCodeOf(error) ?? 0);
    throw isAppError(error) || damaged ? error : cannotCopy(error, { file, copy, from, to });
  }
}

/** A connection of its own reads, with the write-ahead log, what was committed before the caller took the lock. */
function copyPages(file: string, partial: string): void {
  const source = new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    source.prepare('VACUUM INTO ?').run(partial);
  } finally {
    source.close();
  }
}

/** Before anything is written: what does not fit would fill the disk for every other program first. */
function requireSpace(file: string): void {
  const { bavail, bsize } = statfsSync(dirname(file));
  const neededBytes = statSync(file).size + (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0);
  if (bavail * bsize < neededBytes)
    throw Object.assign(new Error(`${formatBytes(neededBytes)} are needed.`), { code: 'ENOSPC' });
}

/** Writes a file, or the entries of a folder, to the disk. */
function flush(path: string): void {
  const handle = openSync(path, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** What a killed process has left, with what SQLite made beside it. */
function removePartialCopies(file: string): void {
  for (const name of readdirSync(dirname(file)))
    if (name.startsWith(copiesOf(file)) && name.includes(PARTIAL)) rmSync(join(dirname(file), name), { force: true });
}

/** Keeps the newest copies. */
export const removeOlderCopies = (file: string, newest: string): void =>
  removeQuietly(() => {
    const others = readdirSync(dirname(file))
      .filter((name) => name.startsWith(copiesOf(file)) && /^\d+$/.test(name.slice(copiesOf(file).length)))
      .map((name) => join(dirname(file), name))
      .filter((path) => path !== newest)
      .map((path) => ({ path, atMs: statSync(path).mtimeMs }))
      .sort((one, other) => other.atMs - one.atMs);
    for (const { path } of others.slice(KEPT_COPIES - 1)) rmSync(path, { force: true });
  });

/** A file that can't be removed is no reason to stop. */
function removeQuietly(remove: () => void): void {
  try {
    remove();
  } catch (error) {
    log().warn({ err: error }, 'An old copy of the jobs’ database could not be removed.');
  }
}

const resultCodeOf = (error: unknown): number | null => {
  const { errcode } = error as { errcode?: number };
  return errcode === undefined ? null : errcode & 0xff;
};

function cannotCopy(
  cause: unknown,
  { file, copy, from, to }: { file: string; copy: string; from: number; to: number },
): AppError {
  const { reason, remedy } = whyNot(cause, file);
  return new AppError(
    'disk',
    `The jobs' database was not migrated from version ${from} to ${to}, because it can't be copied before: ${reason}.`,
    {
      hint: `${remedy} Then start again. Nothing was changed, and the version before can still use it. The copy would be ${copy}.`,
      cause,
      details: { file },
    },
  );
}

function whyNot(cause: unknown, file: string): { reason: string; remedy: string } {
  const code = codeOf(cause);
  const folder = dirname(file);
  if (code === 'ENOSPC' || code === 'EDQUOT' || resultCodeOf(cause) === FULL)
    return {
      reason: 'its disk has not enough free space',
      remedy: `Free space on the disk of ${folder}: as much as ${basename(file)} and its -wal take.`,
    };
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return {
      reason: `its directory can't be written to (${code})`,
      remedy: `Make ${folder} writable for this process.`,
    };
  return {
    // Of SQLite without its message, which has the path: `/readyz` shows this to everybody.
    reason: (cause as { errstr?: string }).errstr ?? code ?? 'the reason is unknown',
    remedy: `Check the disk and the permissions of ${folder}.`,
  };
}
