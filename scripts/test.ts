/**
 * `npm test [project…]`: builds, runs the tests and says as its last line how many passed and how many failed.
 * Names of vitest projects (main, e2e, faults, versions, large, sub-path) or paths of test files narrow it down.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.ts';
import { MissingPiece } from './servers/missing-piece.ts';
import { prepare } from './test-needs.ts';
import { tally } from './test-tally.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

const project = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const PROJECTS = ['main', 'e2e', 'faults', 'versions', 'large', 'sub-path'];
/** What every change must pass. The others take longer, or need a second Java. */
const EVERY_DAY = ['main', 'e2e', 'faults'];
/** Minutes each, of servers and dashboards killed, nodes lost and clients waited for: `npm run test:faults` has them. */
const NOT_EVERY_DAY = ['nodes-lost', 'node-lost-pages', 'server-killed', 'slow-clients', 'desk-killed', 'jobs-database', 'paused-page', 'scroll-lost'].map((name) => `tests/faults/${name}.test.ts`);

function finish(passed: number, failed: number): never {
  console.log(`${String(passed)} passed, ${String(failed)} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

const wanted = process.argv.slice(2);
const projects = wanted.filter((name) => PROJECTS.includes(name));
const paths = wanted.filter((name) => !PROJECTS.includes(name));

const run = projects.length > 0 ? projects : paths.length > 0 ? PROJECTS : EVERY_DAY;

try {
  await prepare({ browser: run.some((name) => !['main', 'versions'].includes(name)) });
} catch (error) {
  if (!(error instanceof MissingPiece)) throw error;
  console.error(error.message);
  finish(0, 1);
}
const failure = await build();
if (failure) {
  console.error(failure.output);
  console.error('The build failed; no test was run.');
  finish(0, 1);
}

const folder = join(project, 'test-results');
const report = join(folder, 'report.json');
mkdirSync(folder, { recursive: true });
rmSync(report, { force: true });
const vitest = spawn(
  process.execPath,
  ['--disable-warning=ExperimentalWarning', join(project, 'node_modules/vitest/vitest.mjs'), 'run', ...run.flatMap((name) => ['--project', name]), ...(run === EVERY_DAY ? NOT_EVERY_DAY.flatMap((file) => ['--exclude', file]) : []), '--reporter=default', '--reporter=./tests/support/second-tries.ts', '--reporter=json', `--outputFile.json=${report}`, ...paths],
  { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] },
);
process.on('SIGINT', () => undefined); // vitest heard it too, and stops its servers first
process.on('SIGTERM', () => vitest.kill('SIGTERM'));
const code = await new Promise<number>((resolve) => {
  vitest.once('exit', (status) => {
    resolve(status ?? 1);
  });
});

let text: string | null = null;
try {
  text = readFileSync(report, 'utf8');
} catch {
  // it died before it could write one
}
const { passed, failed } = tally(text, code);
finish(passed, failed);
