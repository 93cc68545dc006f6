import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  type Stats,
} from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { fileError } from './file-error.ts';
import { NOT_A_FILE } from './protocol.ts';

/**
 * For files of the data directory. Only regular files are opened: a pipe in their place would wait for its other end and
 * block a thread of the process without end.
 */
const NON_BLOCKING = constants.O_NONBLOCK | constants.O_NOCTTY;

/** `followLinks`: only for files that a person may have replaced by a link. */
interface OpenOptions {
  followLinks?: boolean;
  mode?: number;
}

const flagsOf = (flags: number, { followLinks = false }: OpenOptions): number =>
  flags | NON_BLOCKING | (followLinks ? 0 : constants.O_NOFOLLOW);

function assertRegularFile(found: Stats, path: string): void {
  if (!found.isFile()) throw fileError(NOT_A_FILE, `${path} is no ordinary file.`);
}

/** `flags`: as of open(2). Throws errors of the system, and NOT_A_FILE. */
export async function openRegularFile(path: string, flags: number, options: OpenOptions = {}): Promise<FileHandle> {
  const handle = await open(path, flagsOf(flags, options), options.mode);
  try {
    assertRegularFile(await handle.stat(), path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function withRegularFile<T>(path: string, flags: number, options: OpenOptions, work: (file: number) => T): T {
  const file = openSync(path, flagsOf(flags, options), options.mode);
  try {
    assertRegularFile(fstatSync(file), path);
    return work(file);
  } finally {
    closeSync(file);
  }
}

export const readRegularFileSync = (path: string, options: Pick<OpenOptions, 'followLinks'> = {}): string =>
  withRegularFile(path, constants.O_RDONLY, options, (file) => readFileSync(file, 'utf8'));

/** Also restricts the file to its owner. */
export const readSecretSync = (path: string): string =>
  withRegularFile(path, constants.O_RDONLY, {}, (file) => {
    fchmodSync(file, 0o600);
    return readFileSync(file, 'utf8');
  });

/** Creates the file where it is missing. */
export const touchRegularFileSync = (path: string, mode: number): void =>
  withRegularFile(path, constants.O_RDWR | constants.O_CREAT, { followLinks: true, mode }, () => undefined);

/** Writes a new file. An existing one of that name is replaced, never written into. */
export function writeNewSync(path: string, text: string, mode: number): void {
  rmSync(path, { force: true });
  writeFileSync(path, text, { flag: 'wx', mode });
}
