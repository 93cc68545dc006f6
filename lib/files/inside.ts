import { existsSync, constants } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { CHANGED } from './protocol.ts';

/** Linux: a descriptor that names a folder and gives no right to read it. Node has no constant for it. */
const O_PATH = 0o10000000;
const FOLDER = O_PATH | constants.O_DIRECTORY;

export const fileError = (code: string, message: string): Error => Object.assign(new Error(message), { code });
export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

/**
 * Does something in a folder below `root`, of which no part is a link, and that is still the same folder when `work` is
 * done with it. `root` itself may be a link: what it leads to is the real directory. Throws ELOOP for a link.
 */
export type Inside = <T>(
  root: string,
  parts: readonly string[],
  work: (folder: string) => Promise<T>,
  undo?: (value: T) => Promise<void>,
) => Promise<T>;

/**
 * Linux: each part is opened in the folder before it, as openat(2) does, and `work` gets a path that leads to the opened
 * folder itself. Whatever is swapped meanwhile, it never leaves the real directory.
 */
export const insideByDescriptor: Inside = async (root, parts, work) => {
  const opened: FileHandle[] = [];
  try {
    opened.push(await open(root, FOLDER));
    for (const part of parts) {
      const path = `${throughOpened(opened.at(-1)!)}/${part}`;
      opened.push(await open(path, FOLDER | constants.O_NOFOLLOW).catch((error: unknown) => explain(error, path)));
    }
    return await work(throughOpened(opened.at(-1)!));
  } finally {
    await Promise.all(opened.map((folder) => folder.close()));
  }
};

const throughOpened = (folder: FileHandle): string => `/proc/self/fd/${folder.fd}`;

/** A link and a file in a folder's place are both ENOTDIR. */
async function explain(error: unknown, path: string): Promise<never> {
  const isLink = codeOf(error) === 'ENOTDIR' && (await lstat(path).catch(() => null))?.isSymbolicLink() === true;
  throw isLink ? fileError('ELOOP', 'It is a link.') : error;
}

/** Elsewhere: device and inode of every part are compared before and after. */
export const insideByComparison: Inside = async (root, parts, work, undo = async () => undefined) => {
  const before = await identities(root, parts);
  const value = await work(join(root, ...parts));
  const after = await identities(root, parts).catch(() => null);
  if (after === before) return value;
  await undo(value);
  throw fileError(CHANGED, 'A folder was replaced meanwhile.');
};

async function identities(root: string, parts: readonly string[]): Promise<string> {
  const seen: string[] = [];
  for (let count = 1; count <= parts.length; count++) {
    const found = await lstat(join(root, ...parts.slice(0, count)), { bigint: true });
    if (found.isSymbolicLink()) throw fileError('ELOOP', 'It is a link.');
    if (!found.isDirectory()) throw fileError('ENOTDIR', 'It is no folder.');
    seen.push(`${found.dev} ${found.ino}`);
  }
  return seen.join(', ');
}

export const inside: Inside =
  process.platform === 'linux' && existsSync('/proc/self/fd') ? insideByDescriptor : insideByComparison;
