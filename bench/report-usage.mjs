// Loaded into every measured process (--import): writes what it used when it ends.
import { readFileSync, writeFileSync } from 'node:fs';

/** Of this program alone: what getrusage says begins with the peak of the process that started it (Linux, vfork). */
function peakMb() {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
  } catch {
    return process.resourceUsage().maxRSS / 1024;
  }
}

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(process.env.BENCH_USAGE_FILE, JSON.stringify({ cpuSeconds: (user + system) / 1e6, peakMb: peakMb() }));
});
