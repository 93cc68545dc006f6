import { execFileSync, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { installPackages, programPath } from '../scripts/servers/system-packages.ts';
import type { InstantServer } from './instant-server/start.ts';

export const GOREPLAY_VERSION = '1.3.2';

/** The path of GoReplay, built on demand in the cache; or why it can't be built here. */
export async function installGoReplay(): Promise<{ program: string } | { reason: string }> {
  const folder = fileURLToPath(new URL('../.cache/bench/', import.meta.url));
  const program = `${folder}goreplay-${GOREPLAY_VERSION}`;
  if (existsSync(program)) return { program };
  const go = programPath('go');
  if (go === null) return { reason: 'Go is not installed' };
  if (!existsSync('/usr/include/pcap.h') && !installPackages(['libpcap-dev', 'gcc', 'libc6-dev']))
    return { reason: 'the headers of libpcap are missing (libpcap-dev)' };
  await mkdir(folder, { recursive: true });
  try {
    const source = `github.com/buger/goreplay@v${GOREPLAY_VERSION}`;
    execFileSync(go, ['install', source], { env: { ...process.env, GOBIN: folder }, stdio: 'pipe', timeout: 600_000 });
  } catch (error) {
    const { stderr } = error as { stderr?: Buffer };
    return { reason: `go install failed: ${stderr?.toString('utf8').trim().split('\n').at(-1) ?? String(error)}` };
  }
  await rename(`${folder}goreplay`, program);
  return { program };
}

export interface GoReplayRun {
  program: string;
  file: string;
  workers: number;
  /** Records that GoReplay reads ahead; null: its default. */
  readDepth: number | null;
}

/** Without a request for so long, it sends no more. */
const SILENCE_MS = 10_000;
/** So fast that no distance between two records is left. */
const SPEED = '1000000000%';

/**
 * Replays the file to the server as fast as GoReplay can. It never ends by itself: the time is from its start until the last request
 * arrived, and then it is ended.
 */
export async function runGoReplay(
  { program, file, workers, readDepth }: GoReplayRun,
  server: InstantServer,
  expected: number,
): Promise<{ sent: number; seconds: number; peakMb: number }> {
  const before = await server.count();
  const args = ['-input-file', `${file}|${SPEED}`, '-output-http', server.url];
  args.push('-output-http-workers', String(workers));
  if (readDepth !== null) args.push('-input-file-read-depth', String(readDepth));
  const began = performance.now();
  const child = spawn(program, args, { stdio: 'ignore' });
  try {
    let [sent, lastAt] = [0, began];
    while (sent < expected && performance.now() - lastAt < SILENCE_MS) {
      await sleep(50);
      const now = (await server.count()) - before;
      if (now > sent) lastAt = performance.now();
      sent = now;
    }
    return { sent, seconds: (lastAt - began) / 1000, peakMb: peakMbOf(child.pid) };
  } finally {
    child.kill('SIGKILL');
  }
}

/** NaN where the system doesn't say, or the process has ended. */
function peakMbOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
  } catch {
    return Number.NaN;
  }
}
