import { existsSync, constants } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf, fileError } from './file-error.ts';
import { CHANGED } from './protocol.ts';

/** Linux: a descriptor that refers to a folder without read access. Node has no constant for it. */
const O_PATH = 0o10000000;
const FOLDER = O_PATH | constants.O_DIRECTORY;

/**
 * Calls `work` with a folder below `root`. No part of its path is a link, and it is still the same folder when `work` has
 * ended. `root` itself may be a link. Throws ELOOP for a link; CHANGED, after `undo`, where the folder was replaced.
 */
export type WithFolder = <T>(
  root: string,
  parts: readonly string[],
  work: (folder: string) => Promise<T>,
  undo?: (value: T) => Promise<void>,
) => Promise<T>;

/**
 * Linux: each part is opened within its parent, as by openat(2), and `work` gets a path to the opened folder itself. It never
 * leaves the real directory, whatever is replaced meanwhile.
 */
export const withFolderByDescriptor: WithFolder = async (root, parts, work) => {
  const opened: FileHandle[] = [];
  try {
    opened.push(await open(root, FOLDER));
    for (const part of parts) {
      const path = `${pathOf(opened.at(-1)!)}/${part}`;
      opened.push(
        await open(path, FOLDER | constants.O_NOFOLLOW).catch((error: unknown) => throwLinkError(error, path)),
      );
    }
    return await work(pathOf(opened.at(-1)!));
  } finally {
    await Promise.all(opened.map((folder) => folder.close()));
  }
};

const pathOf = (folder: FileHandle): string => `/proc/self/fd/${folder.fd}`;

/** ELOOP for a link: the system reports both a link and a file in a folder's place as ENOTDIR. */
async function throwLinkError(error: unknown, path: string): Promise<never> {
  const isLink = codeOf(error) === 'ENOTDIR' && (await lstat(path).catch(() => null))?.isSymbolicLink() === true;
  throw isLink ? fileError('ELOOP', 'It is a link.') : error;
}

/** Other systems: device and inode of every part are compared before and after. */
export const withFolderByComparison: WithFolder = async (root, parts, work, undo = async () => undefined) => {
  const before = await readIdentities(root, parts);
  const value = await work(join(root, ...parts));
  const after = await readIdentities(root, parts).catch(() => null);
  if (after === before) return value;
  await undo(value);
  throw fileError(CHANGED, 'A folder was replaced meanwhile.');
};

async function readIdentities(root: string, parts: readonly string[]): Promise<string> {
  const identities: string[] = [];
  for (let count = 1; count <= parts.length; count++) {
    const found = await lstat(join(root, ...parts.slice(0, count)), { bigint: true });
    if (found.isSymbolicLink()) throw fileError('ELOOP', 'It is a link.');
    if (!found.isDirectory()) throw fileError('ENOTDIR', 'It is no folder.');
    identities.push(`${found.dev} ${found.ino}`);
  }
  return identities.join(', ');
}

export const withFolder: WithFolder =
  process.platform === 'linux' && existsSync('/proc/self/fd') ? withFolderByDescriptor : withFolderByComparison;
