import { appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/**
 * Loaded into a dashboard by `--import`: appends to the file that LOOP_DELAYS names a line of milliseconds for each time
 * that its thread was taken for longer than 50 ms.
 */
const EVERY_MS = 10;
const WORTH_MS = 50;
const file = process.env['LOOP_DELAYS'];
if (file !== undefined) {
  let last = performance.now();
  setInterval(() => {
    const now = performance.now();
    const late = now - last - EVERY_MS;
    last = now;
    if (late > WORTH_MS) appendFileSync(file, `${late.toFixed(0)}\n`);
  }, EVERY_MS).unref();
}
