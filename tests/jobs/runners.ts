import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach } from 'vitest';
import type { Job, JobWork } from '../../lib/contract/job.ts';
import { JobRunner } from '../../lib/jobs/runner.ts';
import type { AnyWork } from '../support/any-work.ts';
import { fileOfBackup, noPlace } from '../support/test-place.ts';
import { operator, progressOf, switched, verified } from './builders.ts';
import { runsBy, type Perform } from './fake-runs.ts';

interface OtherProcess {
  child: ChildProcess;
  /** Of its jobs, in the order of `works`. */
  ids: string[];
  /** Its exit code. */
  ended: Promise<number | null>;
}

interface Runners {
  /** The data directory of the current test. */
  readonly data: string;
  start(perform?: Perform, parallelJobs?: number): JobRunner;
  /** A process of its own whose first job runs without an end (endless-runner.ts). */
  startProcess(...works: JobWork[]): Promise<OtherProcess>;
}

/** Job runners on a temporary data directory, which are stopped after each test. Call it at the top of a test file. */
export function useRunners(): Runners {
  const runners: JobRunner[] = [];
  const children: ChildProcess[] = [];
  let data = '';
  beforeEach(() => {
    data = mkdtempSync(join(tmpdir(), 'jobs-'));
  });
  afterEach(async () => {
    await Promise.all(runners.splice(0).map((runner) => runner.stop(1000)));
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true });
  });
  return {
    get data() {
      return data;
    },
    start(perform = succeed, parallelJobs = 2) {
      const runner = new JobRunner({ dataDirectory: data, parallelJobs, runs: runsBy(perform), place: () => noPlace });
      runners.push(runner);
      runner.startPolling();
      return runner;
    },
    async startProcess(...works) {
      const program = fileURLToPath(new URL('endless-runner.ts', import.meta.url));
      const child = spawn(process.execPath, [program, data, ...works.map((work) => JSON.stringify(work))], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      children.push(child);
      const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const ids = await until(() => {
        const found = [...output.matchAll(/started (\d+)/g)].map((match) => match[1]!);
        return found.length === works.length ? found : null;
      }, 30_000);
      return { child, ids, ended };
    },
  };
}

export const startJob = (runner: JobRunner, work: JobWork, key?: string): Job =>
  runner.start({ cluster: 'production', actor: operator, work, key });

/** The file that is to be verified; empty: another kind of work. */
export const fileIn = (work: AnyWork): string =>
  work.kind === 'verify' ? fileOfBackup({ backup: work.backups[0]! }) : '';

export const succeed: Perform = (work) =>
  Promise.resolve(work.kind === 'switch' ? switched(work.plan) : verified(fileIn(work)));

/** Saves a checkpoint and runs until its signal is aborted. */
export const runUntilStopped: Perform = async (_work, _place, run) => {
  run.saveCheckpoint({ line: 7 });
  run.report(progressOf(1));
  await new Promise((_, reject) => run.signal.addEventListener('abort', () => reject(run.signal.reason as Error)));
  throw new Error('unreachable');
};

/** Polls until there is a value. Throws after `withinMs`. */
async function until<T>(read: () => T | null | undefined | false, withinMs = 15_000): Promise<T> {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const value = read();
    if (value) return value;
    if (performance.now() > endMs) throw new Error('It did not happen in time.');
    await pause(20);
  }
}

/** The job, once it has ended. */
export const endOf = (runner: JobRunner, id: string) =>
  until(() => {
    const job = runner.get(id)!;
    return job.status === 'queued' || job.status === 'running' ? null : job;
  });

export const isRunning = (runner: JobRunner, id: string): Promise<boolean> =>
  until(() => runner.get(id)!.status === 'running');
