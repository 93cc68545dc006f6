import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Measured {
  /** Of the whole process, start included. */
  seconds: number;
  /** User and system time of the client alone; the server's is not in it. */
  cpuSeconds: number;
  peakMb: number;
  /** The last line the process printed, for what it says of its parts. */
  said: string;
}

const usageHook = new URL('./report-usage.mjs', import.meta.url).href;

/** Runs a Node program to its end and measures it from outside, alike for every tool; `flags` are what its Node is started with. */
export async function measure(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
  flags: readonly string[] = [],
): Promise<Measured> {
  const folder = await mkdtemp(join(tmpdir(), 'restore-desk-bench-'));
  const usageFile = join(folder, 'usage.json');
  const began = performance.now();
  const child = spawn(process.execPath, [...flags, '--import', usageHook, program, ...args], {
    env: { ...process.env, ...env, BENCH_USAGE_FILE: usageFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (text: Buffer) => (out = (out + text.toString()).slice(-4000)));
  child.stderr.on('data', (text: Buffer) => (err = (err + text.toString()).slice(-4000)));
  const code = await new Promise<number | null>((resolve, reject) =>
    child.once('close', resolve).once('error', reject),
  );
  const seconds = (performance.now() - began) / 1000;
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${err}\n${out}`);
  const usage = JSON.parse(await readFile(usageFile, 'utf8')) as { cpuSeconds: number; peakMb: number };
  await rm(folder, { recursive: true, force: true });
  return { seconds, ...usage, said: out.trim().split('\n').at(-1) ?? '' };
}

export const taskFile = fileURLToPath(new URL('./task.ts', import.meta.url));

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
