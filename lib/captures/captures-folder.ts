import { basename, join, resolve } from 'node:path';
import { AppError, isAppError } from '../errors.ts';
import { codeOf } from '../files/file-error.ts';
import { filesOf, type Files } from '../files/files.ts';
import type { FolderEntry } from '../files/protocol.ts';
import type { CaptureFile } from './found.ts';
import { storedBytes } from './stored-bytes.ts';
import { unreadable } from './unreadable.ts';

/** A file of the configured folder. `path` begins behind that folder. */
export interface ListedCapture extends CaptureFile {
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly modifiedMs: number;
}

/**
 * The files of a configured folder and of the folders in it, one for each server, sorted by path. Links are not followed, and
 * hidden files not listed. Throws AppError `not_found` where the folder is missing, `disk`, `cancelled`.
 */
export async function captureFilesIn(folder: string, signal?: AbortSignal): Promise<ListedCapture[]> {
  const files = filesOf(folder, signal);
  const top = visible(await listed(files, folder, ''));
  const found = top.map((entry) => listedCapture(folder, '', entry));
  for (const { name, kind } of top) {
    if (kind !== 'folder') continue;
    for (const entry of visible(await listed(files, folder, name))) found.push(listedCapture(folder, name, entry));
  }
  return found
    .filter((capture) => capture !== null)
    .sort((left, right) => (left.path < right.path ? -1 : left.path > right.path ? 1 : 0));
}

const visible = (entries: readonly FolderEntry[]): FolderEntry[] => entries.filter(({ name }) => !name.startsWith('.'));

async function listed(files: Files, folder: string, within: string): Promise<FolderEntry[]> {
  try {
    return await files.list(within);
  } catch (cause) {
    if (isAppError(cause)) throw cause;
    const path = join(folder, within);
    const code = codeOf(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new AppError('not_found', `There is no folder ${path}.`, {
        cause,
        hint: 'Create it, or correct the folder of the captures in the configuration.',
      });
    throw new AppError('disk', `${path} can't be listed (${code ?? String(cause)}).`, {
      cause,
      hint: 'Check the permissions of the folder with the captures.',
    });
  }
}

function listedCapture(folder: string, within: string, entry: FolderEntry): ListedCapture | null {
  if (entry.kind !== 'file') return null;
  const path = join(within, entry.name);
  const bytes = entry.facts.size;
  return {
    path,
    name: entry.name,
    server: within === '' ? basename(resolve(folder)) : within,
    bytes,
    modifiedMs: entry.facts.mtimeMs,
    async *open(signal, { start = 0, end = bytes } = {}) {
      const file = await filesOf(folder, signal)
        .open(path)
        .catch((cause: unknown) => {
          throw unreadable(join(folder, path), cause);
        });
      try {
        yield* storedBytes(file, start, end, signal);
      } finally {
        file.close();
      }
    },
  };
}
