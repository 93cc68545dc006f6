/**
 * `npm test [project…]`: builds, runs the tests and counts passed and failed in its last line. Names of vitest projects
 * (fast, main, e2e, faults, versions, large, sub-path) or paths of test files select tests, `long` those of scripts/long-tests.ts;
 * `--without-fast` leaves out the tests that `npm run check` has just run.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { programFolder } from '../lib/places.mjs';
import { build } from './build.ts';
import { LONG_TESTS } from './long-tests.ts';
import { MissingRequirement } from './servers/missing-requirement.ts';
import { prepareTestRequirements } from './test-requirements.ts';
import { tally, type Tally } from './test-tally.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

const project = programFolder();
const PROJECTS = ['fast', 'main', 'e2e', 'faults', 'versions', 'large', 'sub-path'];
/** The projects of one vitest process. */
type Run = readonly string[];

/**
 * Lanes in parallel, each one process after another: about as long as each other, and as many as there are cores. Other projects
 * take longer, or need a second Java.
 */
const DEFAULT_LANES: readonly (readonly Run[])[] = [[['fast']], [['e2e']], [['faults'], ['main']]];
function finish(passed: number, failed: number): never {
  console.log(`${String(passed)} passed, ${String(failed)} failed`);
  process.exit(failed === 0 && passed > 0 ? 0 : 1);
}

const cliArguments = process.argv.slice(2);
const withoutFast = cliArguments.includes('--without-fast');
const selection = cliArguments.filter((word) => word !== '--without-fast');
const projects = selection.filter((name) => PROJECTS.includes(name));
const paths = selection
  .filter((name) => !PROJECTS.includes(name))
  .flatMap((name) => (name === 'long' ? LONG_TESTS : name));

const isDefaultRun = projects.length === 0 && paths.length === 0;
const lanes = (isDefaultRun ? DEFAULT_LANES : [[projects.length > 0 ? projects : PROJECTS]])
  .map((lane) =>
    lane.map((run) => run.filter((name) => name !== 'fast' || !withoutFast)).filter((run) => run.length > 0),
  )
  .filter((lane) => lane.length > 0);
const selectedProjects = lanes.flat(2);

/** For every project but fast. */
async function prepareAndBuild(): Promise<void> {
  try {
    await prepareTestRequirements({
      browser: selectedProjects.some((name) => !['fast', 'main', 'versions'].includes(name)),
    });
  } catch (error) {
    if (!(error instanceof MissingRequirement)) throw error;
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

if (selectedProjects.some((name) => name !== 'fast')) await prepareAndBuild();

const folder = join(project, 'test-results');
mkdirSync(folder, { recursive: true });
const started: ChildProcess[] = [];
let stopping = false;
// vitest receives it as well, and stops its servers first
process.on('SIGINT', () => (stopping = true));
process.on('SIGTERM', () => {
  stopping = true;
  started.forEach((vitest) => vitest.kill('SIGTERM'));
});

/** Runs one vitest process, with a shared server of its own. */
async function runTests(names: Run): Promise<Tally> {
  const report = join(folder, `report-${names[0]!}.json`);
  rmSync(report, { force: true });
  const vitest = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(project, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...names.flatMap((name) => ['--project', name]),
      '--reporter=default',
      '--reporter=./tests/support/retried-tests.ts',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...paths,
    ],
    {
      cwd: project,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...(isDefaultRun && { WITHOUT_LONG_TESTS: '1' }) },
    },
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
    // vitest ended before it wrote a report
  }
  return tally(text, code);
}

async function runLane(lane: readonly Run[]): Promise<Tally[]> {
  const tallies: Tally[] = [];
  for (const run of lane) {
    if (stopping) return [...tallies, { passed: 0, failed: 1 }];
    tallies.push(await runTests(run));
  }
  return tallies;
}

const tallies = (await Promise.all(lanes.map(runLane))).flat();
finish(
  tallies.reduce((sum, { passed }) => sum + passed, 0),
  tallies.reduce((sum, { failed }) => sum + failed, 0),
);
