import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { programPath } from '../../scripts/servers/system-packages.ts';

export interface InstantServer {
  url: string;
  language: 'Go' | 'Node';
  /** How many writes arrived so far. */
  count(): Promise<number>;
  stop(): void;
}

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Starts a server that only counts, in a process of its own: in Go where that is installed, because it takes less of the processor. */
export async function startInstantServer(folder: string): Promise<InstantServer> {
  const go = programPath('go');
  const built = join(folder, 'instant-server');
  if (go !== null) execFileSync(go, ['build', '-o', built, here('main.go')], { stdio: 'inherit' });
  const child = spawn(...((go === null ? [process.execPath, [here('main.mjs')]] : [built, []]) as [string, string[]]), {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const url = line.toString('utf8').trim();
  return {
    url,
    language: go === null ? 'Node' : 'Go',
    count: async () => Number(await (await fetch(url)).text()),
    stop: () => child.kill('SIGKILL'),
  };
}
