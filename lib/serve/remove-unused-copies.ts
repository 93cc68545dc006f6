import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { subPathPages } from '../places.mjs';
import { processOfMark } from '../process-mark.ts';

/** Begins the name of a file in a copy of the pages, and ends in the mark of a process that serves it (lib/process-mark.ts). */
export const USED_BY = 'used-by-';

/**
 * Removes the copies of the pages (pages-below.ts) that no process serves: of other builds and sub-paths, and unfinished ones. Never
 * throws.
 */
export function removeUnusedCopies(dataDirectory: string): void {
  const copies = subPathPages(dataDirectory);
  try {
    for (const name of readdirSync(/* turbopackIgnore: true */ copies)) {
      const copy = join(/* turbopackIgnore: true */ copies, name);
      if (!isUsed(copy)) rmSync(copy, { recursive: true, force: true });
    }
  } catch {
    // There are none, or they can't be removed: they only take space.
  }
}

/** Removes the marks of dead processes on the way. */
function isUsed(copy: string): boolean {
  const marks = readdirSync(/* turbopackIgnore: true */ copy).filter((name) => name.startsWith(USED_BY));
  const living = marks.filter((name) => {
    const mark = join(/* turbopackIgnore: true */ copy, name);
    const process = processOfMark(name.slice(USED_BY.length), statSync(mark).mtimeMs);
    if (process === 'this' || process === 'other') return true;
    rmSync(mark, { force: true });
    return false;
  });
  return living.length > 0;
}
