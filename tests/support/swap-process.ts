import { renameSync } from 'node:fs';

/**
 * Swaps what is at `place` for what is at `other` and back, as fast as it can, until it is killed. usage: swap-process.ts PLACE OTHER;
 * it says "swapping" when it has begun.
 */
const [place, other] = process.argv.slice(2);
const aside = `${place}.aside`;
process.stdout.write('swapping\n');
for (;;) {
  renameSync(place!, aside);
  renameSync(other!, place!);
  renameSync(place!, other!);
  renameSync(aside, place!);
}
