import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing; returns the topmost one made, null: it was there. Not the recursive
 * `mkdir` of Node, which tries for ever, a core busy and not to be cancelled, where a folder is there and nothing can be
 * made in it (ENOENT: /proc, an automounter's root).
 */
export async function makeFolder(folder: string): Promise<string | null> {
  try {
    await mkdir(folder);
    return folder;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return null;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
  }
  const above = await makeFolder(dirname(folder));
  // Now it can only be that nothing can be made there, or that another process was faster.
  await mkdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  });
  return above ?? folder;
}
