import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface HangingFileSystem {
  /** Every call waits forever and can't be killed, as on a network share without its server. */
  hang(): Promise<void>;
  answer(): Promise<void>;
  /** Ends every waiting call and unmounts. */
  stop(): Promise<void>;
}

const PYTHON = ['/usr/bin/python3', '/usr/local/bin/python3', '/root/.pyenv/shims/python3'].find((path) =>
  existsSync(path),
);

/** Why this machine can't have one; null: it can. */
export const noHangingFileSystem: string | null =
  process.getuid?.() !== 0
    ? 'only root mounts file systems'
    : !existsSync('/dev/fuse')
      ? 'there is no /dev/fuse'
      : PYTHON === undefined
        ? 'there is no python3'
        : null;

/** Mounts a file system in user space on `folder`. It contains `file`, under its own name. */
export async function startHangingFileSystem(folder: string, file: string): Promise<HangingFileSystem> {
  const script = fileURLToPath(new URL('hanging-file-system.py', import.meta.url));
  const child = spawn(PYTHON!, [script, folder, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  let running = true;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      running = false;
      resolve();
    });
  });
  const waitForLine = async (word: string) => {
    while (!output.endsWith(`${word}\n`)) {
      if (!running) throw new Error('The file system could not be mounted.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await waitForLine('mounted');
  return {
    async hang() {
      child.kill('SIGUSR1');
      await waitForLine('hangs');
    },
    async answer() {
      child.kill('SIGUSR2');
      await waitForLine('answers');
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
