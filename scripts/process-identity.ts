import { readFileSync } from 'node:fs';

/**
 * "4711 88123": the process id and, where /proc has it, the process's start time; null if it does not run. Lock files
 * contain this: after a crash or a reboot the id alone soon belongs to another process, and the lock would never be
 * free.
 */
export function processIdentity(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // after the name, which may contain any character
    return fields[0] === 'Z' ? null : `${String(pid)} ${fields[19] ?? ''}`;
  } catch {
    return String(pid);
  }
}

/** Whether the process of this identity still runs. */
export function isRunning(identity: string): boolean {
  const pid = Number(identity.split(' ')[0]);
  return pid > 0 && processIdentity(pid) === identity;
}
