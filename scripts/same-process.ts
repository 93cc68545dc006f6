import { readFileSync } from 'node:fs';

/**
 * "4711 88123": a number and, where /proc tells it, when that process began. Locks hold this, since after a crash or a
 * restart of the machine the number alone soon belongs to somebody else, and the lock would be held for ever.
 */
export function nameOfProcess(pid: number): string | null {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return null;
  }
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' '); // behind the name, which may hold anything
    return fields[0] === 'Z' ? null : `${String(pid)} ${fields[19] ?? ''}`;
  } catch {
    return String(pid);
  }
}

/** Whether the process that wrote this name still runs. */
export function stillRuns(name: string): boolean {
  const pid = Number(name.split(' ')[0]);
  return pid > 0 && nameOfProcess(pid) === name;
}
