import { mkdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from './files/file-error.ts';
import { refuseMoved } from './held-folders.ts';

/**
 * Creates a folder and the missing ones above it. Returns the topmost created folder; null: it existed. Not by the recursive
 * `mkdir` of Node, which tries without end, with growing memory and without a way to cancel, in an existing folder where
 * nothing can be created (ENOENT: /proc, an automounter's root). Throws errors of the system, and AppError `disk` below a
 * held folder that was moved.
 */
export async function makeDirectory(folder: string, mode: number): Promise<string | null> {
  refuseMoved(folder);
  try {
    await mkdir(folder, { mode });
    return folder;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return null;
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
  }
  const topmost = await makeDirectory(dirname(folder), mode);
  // A second failure means that nothing can be created there, or that another process was faster.
  await mkdir(folder, { mode }).catch(ignoreExisting);
  return topmost ?? folder;
}

/** The same, synchronously. */
export function makeDirectorySync(folder: string, mode: number): void {
  refuseMoved(folder);
  try {
    mkdirSync(folder, { mode });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || dirname(folder) === folder) throw error;
    makeDirectorySync(dirname(folder), mode);
    try {
      mkdirSync(folder, { mode });
    } catch (again) {
      ignoreExisting(again);
    }
  }
}

const ignoreExisting = (error: unknown): void => {
  if (codeOf(error) !== 'EEXIST') throw error as Error;
};
