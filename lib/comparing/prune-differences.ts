import { readdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { differenceFiles } from './difference-files.ts';

/** A list of ten million differences has 2 GB, and what it says is soon of another day. */
const KEPT_MS = 14 * 24 * 3_600_000;

/**
 * Deletes lists of differences that are older than two weeks. `directory`: that of a job, beside those of the others; its own lists
 * are kept. The counts remain in the results of the jobs. Never throws.
 */
export async function pruneDifferences(directory: string, nowMs = Date.now()): Promise<void> {
  const jobs = dirname(directory);
  for (const name of await readdir(jobs).catch(() => [])) {
    const other = join(/* turbopackIgnore: true */ jobs, name);
    if (other === directory) continue;
    // The lists of a job are of one age.
    const [first, ...more] = differenceFiles(other);
    const found = await stat(first!).catch(() => null);
    if (found === null || !found.isFile() || nowMs - found.mtimeMs <= KEPT_MS) continue;
    for (const file of [first!, ...more]) await rm(file, { force: true }).catch(() => undefined);
  }
}
