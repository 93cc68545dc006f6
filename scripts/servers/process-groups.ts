import { spawn, type ChildProcess } from 'node:child_process';

/** Signals a process group: the child and everything it started. Does nothing if the group has ended. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Kills the child's process group when this process ends in any way, kill -9 included, so that no test run and no demo
 * leaves a server running. A small shell waits for its pipe from this process to close.
 */
export function killWithParent(child: ChildProcess): void {
  const { pid } = child;
  if (pid === undefined) return;
  const group = `-- -${String(pid)}`; // dash accepts a group only after `-s NAME`
  const watcher = spawn('/bin/sh', ['-c', `read _; kill -s CONT ${group}; kill -s KILL ${group}`], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watcher.once('error', () => undefined);
  watcher.unref();
  child.once('exit', () => {
    watcher.kill('SIGKILL');
    signalGroup(pid, 'SIGKILL'); // processes of the group that outlived its leader
  });
}
