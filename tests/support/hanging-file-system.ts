import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface HangingFileSystem {
  /** Every call waits for good, and can't be killed: as on a share whose server is gone. */
  hang(): Promise<void>;
  answer(): Promise<void>;
  /** Ends every call that waits, and unmounts. */
  stop(): Promise<void>;
}

const PYTHON = ['/usr/bin/python3', '/usr/local/bin/python3', '/root/.pyenv/shims/python3'].find((path) =>
  existsSync(path),
);

/** Why there is none on this machine; null: there can be one. */
export const noHangingFileSystem: string | null =
  process.getuid?.() !== 0
    ? 'only root mounts file systems'
    : !existsSync('/dev/fuse')
      ? 'there is no /dev/fuse'
      : PYTHON === undefined
        ? 'there is no python3'
        : null;

/** Mounts a file system in user space on `folder`; it holds `file`, under its own name. */
export async function startHangingFileSystem(folder: string, file: string): Promise<HangingFileSystem> {
  const script = fileURLToPath(new URL('hanging-file-system.py', import.meta.url));
  const child = spawn(PYTHON!, [script, folder, file], { stdio: ['pipe', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  let running = true;
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => {
      running = false;
      resolve();
    });
  });
  const says = async (word: string) => {
    while (!said.endsWith(`${word}\n`)) {
      if (!running) throw new Error('The file system could not be mounted.');
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  await says('mounted');
  return {
    async hang() {
      child.kill('SIGUSR1');
      await says('hangs');
    },
    async answer() {
      child.kill('SIGUSR2');
      await says('answers');
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
