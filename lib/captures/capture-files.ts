import { constants } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { AppError, cancelled } from '../errors.ts';
import { codeOf } from '../files/file-error.ts';
import { openRegularFile } from '../files/regular-file.ts';
import type { CaptureFile } from './found.ts';
import { isPattern, matchingPaths } from './glob.ts';
import { storedBytes } from './stored-bytes.ts';
import { unreadable } from './unreadable.ts';

/**
 * The files of a command line, sorted by path, each once, also where two names lead to it. A path may be a file, a
 * folder (all files below it but hidden ones), or a pattern (glob.ts). Throws AppError `not_found` where nothing is found for a
 * path, `invalid_input` for a folder without files, and `disk`.
 */
export async function captureFiles(paths: readonly string[]): Promise<CaptureFile[]> {
  const found = new Set<string>();
  for (const path of paths) for (const file of await filesAt(path)) found.add(file);
  const files = new Map<string, CaptureFile>();
  for (const path of [...found].sort()) {
    const facts = await statOf(path);
    if (facts === null) continue;
    const identity = `${facts.dev} ${facts.ino}`;
    if (!files.has(identity)) files.set(identity, captureFile(path, Number(facts.size)));
  }
  return [...files.values()];
}

async function filesAt(path: string): Promise<string[]> {
  const facts = await statOf(path);
  if (facts === null) {
    const matches = isPattern(path) ? await matchingPaths(path) : [];
    const files = (await Promise.all(matches.map(async (match) => ((await isFile(match)) ? [match] : [])))).flat();
    if (files.length > 0) return files;
    throw new AppError('not_found', `There is no file ${path}.`, {
      hint: isPattern(path)
        ? 'No file matches this pattern. Check the folder, and the names in it with ls.'
        : 'Name a file that GoReplay wrote, a folder of them, or a pattern such as "captures/*/*.log*".',
    });
  }
  if (facts.isFile()) return [path];
  if (!facts.isDirectory())
    throw new AppError('invalid_input', `${path} is no ordinary file.`, {
      hint: 'Captures are read more than once: write them to a file first.',
    });
  const files = await filesBelow(path);
  if (files.length > 0) return files;
  throw new AppError('invalid_input', `The folder ${path} has no files.`, {
    hint: 'Name the folder that holds the captures. Hidden files are not read.',
  });
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw unreadable(folder, cause);
  });
  const found: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    // A linked folder could lead back to this one.
    if (entry.isDirectory()) found.push(...(await filesBelow(path)));
    else if (entry.isFile() || (entry.isSymbolicLink() && (await isFile(path)))) found.push(path);
  }
  return found;
}

const isFile = async (path: string): Promise<boolean> => (await statOf(path))?.isFile() ?? false;

/** Null: there is nothing of this name. */
async function statOf(path: string) {
  return stat(path, { bigint: true }).catch((cause: unknown) => {
    if (['ENOENT', 'ENOTDIR', 'ENAMETOOLONG'].includes(codeOf(cause) ?? '')) return null;
    throw unreadable(path, cause);
  });
}

const captureFile = (path: string, bytes: number): CaptureFile => ({
  path,
  server: basename(dirname(resolve(path))),
  bytes,
  async *open(signal, { start = 0, end = bytes } = {}) {
    if (signal.aborted) throw cancelled();
    const handle = await openRegularFile(path, constants.O_RDONLY, { followLinks: true }).catch((cause: unknown) => {
      throw unreadable(path, cause);
    });
    try {
      yield* storedBytes(handle, start, end, signal);
    } finally {
      await handle.close();
    }
  },
});
