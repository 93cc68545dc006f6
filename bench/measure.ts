import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Measurement {
  /** Duration of the whole process, start included. */
  seconds: number;
  /** User and system time of the client, without the server's. */
  cpuSeconds: number;
  peakMb: number;
  /** The last line of the process's output. */
  lastLine: string;
}

const usageHook = new URL('./report-usage.mjs', import.meta.url).href;

/**
 * Runs a Node program to its end and measures it from outside, the same way for every tool; `flags` are those of its
 * Node.
 */
export async function measure(
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
  flags: readonly string[] = [],
): Promise<Measurement> {
  const folder = await mkdtemp(join(tmpdir(), 'restore-desk-bench-'));
  const usageFile = join(folder, 'usage.json');
  const startedAt = performance.now();
  const childProcess = spawn(process.execPath, [...flags, '--import', usageHook, program, ...args], {
    env: { ...process.env, ...env, BENCH_USAGE_FILE: usageFile },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errorOutput = '';
  childProcess.stdout.on('data', (text: Buffer) => (output = (output + text.toString()).slice(-4000)));
  childProcess.stderr.on('data', (text: Buffer) => (errorOutput = (errorOutput + text.toString()).slice(-4000)));
  const code = await new Promise<number | null>((resolve, reject) =>
    childProcess.once('close', resolve).once('error', reject),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${errorOutput}\n${output}`);
  const usage = JSON.parse(await readFile(usageFile, 'utf8')) as { cpuSeconds: number; peakMb: number };
  await rm(folder, { recursive: true, force: true });
  return { seconds, ...usage, lastLine: output.trim().split('\n').at(-1) ?? '' };
}

export const taskFile = fileURLToPath(new URL('./task.ts', import.meta.url));

export const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;
