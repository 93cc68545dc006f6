// Loaded into every measured process by --import: writes its CPU time and peak memory when it ends.
import { readFileSync, writeFileSync } from 'node:fs';

/** The peak of this program alone: that of getrusage begins with the peak of the parent process (Linux, vfork). */
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
