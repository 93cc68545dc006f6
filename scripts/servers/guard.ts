import { spawn, type ChildProcess } from 'node:child_process';

/** Signals a process group, the child and everything it started; one that is gone already is fine. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * A tiny shell that waits for our end of a pipe to close. When this process dies in whatever way, kill -9 included,
 * the group it guards goes with it: no test run and no demo leaves a server behind.
 */
export function guardAgainstOurDeath(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  const group = `-- -${String(pid)}`; // dash takes it only after `-s NAME`
  const guard = spawn('/bin/sh', ['-c', `read _; kill -s CONT ${group}; kill -s KILL ${group}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  guard.once('error', () => undefined);
  guard.unref();
  child.once('exit', () => {
    guard.kill('SIGKILL');
    signalGroup(pid, 'SIGKILL'); // whatever outlived the leader of its group
  });
}
