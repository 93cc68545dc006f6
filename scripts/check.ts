/**
 * `npm run check`: format, lint, types, unused code and the fast tests. Runs all parts, two at a time, and prints the
 * duration of each, then the output of those that failed. The last line counts passed and failed: each fast test, and
 * one for each other part.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { countIn, type Tally } from './test-tally.ts';
import { programFolder } from '../lib/places.mjs';

interface Part {
  name: string;
  /** A script of package.json. */
  script: string;
}

/** In order of duration, the longest first. */
const PARTS: readonly Part[] = [
  { name: 'types', script: 'typecheck' },
  { name: 'lint', script: 'lint' },
  { name: 'fast tests', script: 'test:fast' },
  { name: 'format', script: 'format:check' },
  { name: 'unused code', script: 'unused' },
];
const AT_A_TIME = 2;

const project = programFolder();
const running = new Set<ChildProcess>();
process.once('SIGTERM', () => {
  for (const child of running) child.kill('SIGTERM');
  process.exit(143);
});

/** Resolves to the output and the exit code of an npm script. */
async function runScript(script: string): Promise<{ output: string; code: number }> {
  const child = spawn('npm', ['run', '--silent', script], { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => {
      resolve(status ?? 1);
    });
  });
  running.delete(child);
  return { output: Buffer.concat(chunks).toString(), code };
}

interface Result extends Tally {
  script: string;
  output: string;
}

async function runPart({ name, script }: Part): Promise<Result> {
  const started = performance.now();
  const { output, code } = await runScript(script);
  console.log(`${code === 0 ? '✓' : '✗'} ${timeLine(name, started)}`);
  const count =
    script === 'test:fast' ? countIn(output, code) : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  return { ...count, script, output };
}

const timeLine = (name: string, started: number): string =>
  `${name.padEnd(12)}${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s`;

/** Runs parts from the list until it is empty. */
async function runParts(remaining: Part[], results: Result[]): Promise<void> {
  for (let part = remaining.shift(); part; part = remaining.shift()) results.push(await runPart(part));
}

const started = performance.now();
const remaining = [...PARTS];
const results: Result[] = [];
await Promise.all(Array.from({ length: AT_A_TIME }, () => runParts(remaining, results)));
console.log(`  ${timeLine('all', started)}`);

const failedParts = results.filter((result) => result.failed > 0);
for (const { script, output } of failedParts) console.log(`\nnpm run ${script}\n${output.trimEnd()}`);
if (failedParts.length > 0) console.log(`\nFailed: ${failedParts.map(({ script }) => `npm run ${script}`).join(', ')}`);
const passed = results.reduce((sum, result) => sum + result.passed, 0);
const failed = results.reduce((sum, result) => sum + result.failed, 0);
console.log(`${String(passed)} passed, ${String(failed)} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
