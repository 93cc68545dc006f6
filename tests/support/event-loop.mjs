import { appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/**
 * Loaded into a dashboard by `--import`: appends a line to the file of LOOP_DELAYS for each time that the main thread
 * was blocked for more than 50 ms: the milliseconds, without those in which the machine ran other processes.
 */
const EVERY_MS = 10;
const MIN_DELAY_MS = 50;
const file = process.env['LOOP_DELAYS'];
if (file !== undefined) {
  let last = performance.now();
  let lastCpu = cpuMs();
  setInterval(() => {
    const now = performance.now();
    const late = now - last - EVERY_MS;
    last = now;
    const cpu = cpuMs();
    const used = cpu - lastCpu;
    lastCpu = cpu;
    if (Math.min(late, used) > MIN_DELAY_MS) appendFileSync(file, `${Math.min(late, used).toFixed(0)}\n`);
  }, EVERY_MS).unref();
}

/** CPU time of all threads of the process, so an upper bound for the main thread's. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
