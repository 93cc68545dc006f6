import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { subPathPages } from '../places.mjs';

/**
 * Removes the copies of the pages for other sub-paths and of other builds (pages-below.ts). Never throws.
 *
 * @param served The folder of the pages that are served.
 */
export function removeOtherCopies(dataDirectory: string, served: string): void {
  const folder = subPathPages(dataDirectory);
  try {
    for (const name of readdirSync(/* turbopackIgnore: true */ folder))
      if (name !== basename(served)) rmSync(join(folder, name), { recursive: true, force: true });
  } catch {
    // There are none, or they can't be removed: they only take space.
  }
}
