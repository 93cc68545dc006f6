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
import { packedFile } from './packed-file.ts';
import { MissingRequirement } from './servers/missing-requirement.ts';
import { forgetRetriedTests, retriedTests } from './retried-tests.ts';
import { prepareTestRequirements } from './test-requirements.ts';
import { failures, tally, type Tally } from './test-tally.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

const project = programFolder();
const PROJECTS = ['fast', 'main', 'e2e', 'faults', 'versions', 'large', 'sub-path'];
/** One vitest process. */
interface Run {
  projects: readonly string[];
  /** "1/4": that part of their test files. */
  shard?: string;
}

const quarter = (name: string, at: number): Run => ({ projects: [name], shard: `${String(at)}/4` });
/**
 * Two at a time, on two cores: the first ones, with a browser, and the last ones, which mostly wait for a server. With a third one, or with
 * two browsers, waits of tests run out where the machine is slow.
 */
const DEFAULT_RUNS: readonly Run[] = [
  { projects: ['fast'] },
  ...[1, 2, 3, 4].map((at) => quarter('e2e', at)),
  { projects: ['faults', 'sub-path'] },
  ...[4, 3, 2, 1].map((at) => quarter('main', at)),
];

/** What is printed before the count: failed tests of all processes, which each printed among its own. */
const summary: string[] = [];

function finish(passed: number, failed: number): never {
  summary.forEach((line) => console.log(line));
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
const runs = (isDefaultRun ? DEFAULT_RUNS : [{ projects: projects.length > 0 ? projects : PROJECTS }])
  .map((run): Run => ({ ...run, projects: run.projects.filter((name) => name !== 'fast' || !withoutFast) }))
  .filter((run) => run.projects.length > 0);
const selectedProjects = runs.flatMap((run) => run.projects);

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
  // Two processes may need it.
  if (isDefaultRun)
    await packedFile().catch((error: unknown) => {
      console.error(error);
      console.error('The package could not be made; no test was run.');
      finish(0, 1);
    });
}

if (selectedProjects.some((name) => name !== 'fast')) await prepareAndBuild();

const folder = join(project, 'test-results');
mkdirSync(folder, { recursive: true });
forgetRetriedTests(folder);
const started: ChildProcess[] = [];
let stopping = false;
// vitest receives it as well, and stops its servers first
process.on('SIGINT', () => (stopping = true));
process.on('SIGTERM', () => {
  stopping = true;
  started.forEach((vitest) => vitest.kill('SIGTERM'));
});

/** Runs one vitest process, with a shared server of its own. */
async function runTests({ projects: names, shard }: Run): Promise<Tally> {
  const report = join(folder, `report-${[names[0]!, shard?.split('/')[0]].filter(Boolean).join('-')}.json`);
  rmSync(report, { force: true });
  const vitest = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(project, 'node_modules/vitest/vitest.mjs'),
      'run',
      ...names.flatMap((name) => ['--project', name]),
      ...(shard === undefined ? [] : ['--shard', shard]),
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
  const found = failures(text);
  const count = tally(text, code);
  if (count.failed > 0 && found.length === 0)
    found.push(
      `× ${[...names, shard].filter(Boolean).join(' ')}: vitest ended with code ${String(code)} without a failed test`,
    );
  summary.push(...found);
  return count;
}

const tallies: Tally[] = [];
const queue = [...runs];
async function runAll(next: () => Run | undefined): Promise<void> {
  for (let run = next(); run !== undefined; run = next())
    tallies.push(stopping ? { passed: 0, failed: 1 } : await runTests(run));
}
await Promise.all([runAll(() => queue.shift()), runAll(() => queue.pop())]);
summary.push(...retriedTests(folder));
finish(
  tallies.reduce((sum, { passed }) => sum + passed, 0),
  tallies.reduce((sum, { failed }) => sum + failed, 0),
);
