import { appendFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';

/**
 * Loaded into a dashboard by `--import`: appends to the file that LOOP_DELAYS names a line for each time that its thread
 * was taken for longer than 50 ms: milliseconds, without those in which the machine ran other processes instead.
 */
const EVERY_MS = 10;
const WORTH_MS = 50;
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
    if (Math.min(late, used) > WORTH_MS) appendFileSync(file, `${Math.min(late, used).toFixed(0)}\n`);
  }, EVERY_MS).unref();
}

/** Of all threads of the process, so never too little. */
function cpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
