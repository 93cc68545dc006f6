import { renameSync } from 'node:fs';

/**
 * Swaps two paths and swaps them back, as fast as it can, until it is killed. Usage: swap-process.ts PATH OTHER_PATH.
 * Writes "swapping" when it begins.
 */
const [path, otherPath] = process.argv.slice(2);
const temporaryPath = `${path}.aside`;
process.stdout.write('swapping\n');
for (;;) {
  renameSync(path!, temporaryPath);
  renameSync(otherPath!, path!);
  renameSync(path!, otherPath!);
  renameSync(temporaryPath, path!);
}
