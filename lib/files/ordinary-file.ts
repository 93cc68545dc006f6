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
import { fileError } from './inside.ts';
import { NOT_A_FILE } from './protocol.ts';

/**
 * For files of the data directory. What is opened is an ordinary file, or nothing: a pipe in its place, whose other end
 * is waited for, would hold a thread of the whole process for good.
 */
const CAREFULLY = constants.O_NONBLOCK | constants.O_NOCTTY;

/** A link in the last place is followed only where a person may have put one there. */
interface Opening {
  followLinks?: boolean;
  mode?: number;
}

const flagsOf = (flags: number, { followLinks = false }: Opening): number =>
  flags | CAREFULLY | (followLinks ? 0 : constants.O_NOFOLLOW);

function needFile(found: Stats, path: string): void {
  if (!found.isFile()) throw fileError(NOT_A_FILE, `${path} is no ordinary file.`);
}

/** `flags`: as of open(2). Throws errors of the system, and NOT_A_FILE. */
export async function openOrdinary(path: string, flags: number, opening: Opening = {}): Promise<FileHandle> {
  const handle = await open(path, flagsOf(flags, opening), opening.mode);
  try {
    needFile(await handle.stat(), path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function withOrdinary<T>(path: string, flags: number, opening: Opening, work: (file: number) => T): T {
  const file = openSync(path, flagsOf(flags, opening), opening.mode);
  try {
    needFile(fstatSync(file), path);
    return work(file);
  } finally {
    closeSync(file);
  }
}

export const readOrdinarySync = (path: string, opening: Pick<Opening, 'followLinks'> = {}): string =>
  withOrdinary(path, constants.O_RDONLY, opening, (file) => readFileSync(file, 'utf8'));

/** And makes it one that nobody else may read. */
export const readSecretSync = (path: string): string =>
  withOrdinary(path, constants.O_RDONLY, {}, (file) => {
    fchmodSync(file, 0o600);
    return readFileSync(file, 'utf8');
  });

/** Makes it where it is missing. */
export const touchOrdinarySync = (path: string, mode: number): void =>
  withOrdinary(path, constants.O_RDWR | constants.O_CREAT, { followLinks: true, mode }, () => undefined);

/** A file of ours in the making: whatever has its name is replaced, never written into. */
export function writeNewSync(path: string, text: string, mode: number): void {
  rmSync(path, { force: true });
  writeFileSync(path, text, { flag: 'wx', mode });
}
