import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Swaps two paths and swaps them back, thousands of times a second, until `stop`. */
export async function swapPaths(path: string, otherPath: string): Promise<{ stop(): Promise<void> }> {
  const script = fileURLToPath(new URL('swap-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, path, otherPath], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return {
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
