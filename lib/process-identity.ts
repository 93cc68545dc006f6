import { spawnSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { hostname } from 'node:os';

const readOrNull = (action: () => string): string | null => {
  try {
    return action().trim();
  } catch {
    return null;
  }
};

/**
 * null: no such process. On Linux clock ticks since boot, with the boot's id (proc(5), /proc/pid/stat); elsewhere from
 * `ps`.
 */
export function startTimeOf(pid: number): string | null {
  const stat = readOrNull(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The command's name is in parentheses and may have spaces. State is the first field after it, start time the
  // twentieth.
  if (stat !== null) {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie is dead; its parent has not reaped it yet.
    return fields[0] === 'Z' || fields[0] === 'X'
      ? null
      : `${readOrNull(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')) ?? ''}:${fields[19] ?? ''}`;
  }
  if (process.platform === 'linux') return null;
  const ps = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2000 });
  return ps.status === 0 ? ps.stdout.trim() || null : null;
}

/** Host and process namespace, in which a process id is unique. */
export const processSpace = (): string => `${hostname()}:${readOrNull(() => readlinkSync('/proc/self/ns/pid')) ?? ''}`;
