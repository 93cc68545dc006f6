/**
 * `npm test [project…]`: builds, runs the tests and says as its last line how many passed and how many failed.
 * Names of vitest projects (fast, main, e2e, faults, versions, large, sub-path) or paths of test files narrow it down;
 * `--without-fast` leaves out the tests that `npm run check` has just run.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from './build.ts';
import { MissingPiece } from './servers/missing-piece.ts';
import { prepare } from './test-needs.ts';
import { tally } from './test-tally.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

const project = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const PROJECTS = ['fast', 'main', 'e2e', 'faults', 'versions', 'large', 'sub-path'];
/** What every change must pass, side by side: faults are mostly waited for. The others take longer, or need a second Java. */
const EVERY_DAY = [['fast'], ['main', 'e2e'], ['faults']];
/** Minutes each, of servers and dashboards killed, nodes lost and clients waited for: `npm run test:faults` has them. */
const NOT_EVERY_DAY = [
  'nodes-lost',
  'node-lost-pages',
  'server-killed',
  'slow-clients',
  'slow-readers',
  'dashboard-killed',
  'jobs-database',
  'paused-page',
  'scroll-lost',
].map((name) => `tests/faults/${name}.test.ts`);

function finish(passed: number, failed: number): never {
  console.log(`${String(passed)} passed, ${String(failed)} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

const given = process.argv.slice(2);
const withoutFast = given.includes('--without-fast');
const wanted = given.filter((word) => word !== '--without-fast');
const projects = wanted.filter((name) => PROJECTS.includes(name));
const paths = wanted.filter((name) => !PROJECTS.includes(name));

const everyDay = projects.length === 0 && paths.length === 0;
const runs = (everyDay ? EVERY_DAY : [projects.length > 0 ? projects : PROJECTS])
  .map((names) => names.filter((name) => name !== 'fast' || !withoutFast))
  .filter((names) => names.length > 0);

/** What all tests need but the fast ones. */
async function prepareAndBuild(): Promise<void> {
  try {
    await prepare({ browser: runs.flat().some((name) => !['fast', 'main', 'versions'].includes(name)) });
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
}

if (runs.flat().some((name) => name !== 'fast')) await prepareAndBuild();

const folder = join(project, 'test-results');
mkdirSync(folder, { recursive: true });
const started: ChildProcess[] = [];
process.on('SIGINT', () => undefined); // vitest heard it too, and stops its servers first
process.on('SIGTERM', () => started.forEach((vitest) => vitest.kill('SIGTERM')));

/** One vitest with a shared server of its own. */
async function runTests(names: readonly string[]): Promise<{ passed: number; failed: number }> {
  const report = join(folder, `report-${names[0]}.json`);
  rmSync(report, { force: true });
  const vitest = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(project, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...names.flatMap((name) => ['--project', name]),
      ...(everyDay ? NOT_EVERY_DAY.flatMap((file) => ['--exclude', file]) : []),
      '--reporter=default',
      '--reporter=./tests/support/second-tries.ts',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...paths,
    ],
    { cwd: project, stdio: ['ignore', 'inherit', 'inherit'] },
  );
  started.push(vitest);
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
  return tally(text, code);
}

const tallies = await Promise.all(runs.map(runTests));
finish(
  tallies.reduce((sum, { passed }) => sum + passed, 0),
  tallies.reduce((sum, { failed }) => sum + failed, 0),
);
