import { mkdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { refuseMoved } from './held-folders.ts';

/**
 * Makes a folder and those above it that are missing; returns the topmost one made, null: it was there. Not the recursive
 * `mkdir` of Node, which tries for ever, with more and more memory and not to be cancelled, where a folder is there and
 * nothing can be made in it (ENOENT: /proc, an automounter's root). Throws AppError disk below a held folder that was moved.
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
  const above = await makeDirectory(dirname(folder), mode);
  // Now it can only be that nothing can be made there, or that another process was faster.
  await mkdir(folder, { mode }).catch(unlessThere);
  return above ?? folder;
}

/** The same at once. */
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
      unlessThere(again);
    }
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

const unlessThere = (error: unknown): void => {
  if (codeOf(error) !== 'EEXIST') throw error as Error;
};
