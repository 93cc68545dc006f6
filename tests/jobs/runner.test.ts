import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { backupUri, refOfFile } from '../../lib/contract/backup-ref.ts';
import type { Job, JobWork } from '../../lib/contract/job.ts';
import { AppError, isAppError } from '../../lib/errors.ts';
import { ActiveJob } from '../../lib/jobs/active-job.ts';
import { lastMove, verifications } from '../../lib/jobs/store/job-queries.ts';
import { JobRunner } from '../../lib/jobs/runner.ts';
import type { DeleteBackupWork } from '../../lib/kinds/delete-backup/schema.ts';
import type { AnyWork } from '../support/any-work.ts';
import { fileOfBackup, noPlace } from '../support/test-place.ts';
import { runsBy, type Perform } from './fake-runs.ts';
import { operator, progressOf, switched, switchOf, switchPlan, verified, verifyOf } from './builders.ts';

let data: string;
const runners: JobRunner[] = [];
const children: ChildProcess[] = [];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'jobs-'));
});

afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop(1000)));
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

/** Of the backup that is to be verified; empty: it is another kind of work. */
const fileIn = (work: AnyWork): string => (work.kind === 'verify' ? fileOfBackup(work) : '');

const succeed: Perform = (work) =>
  Promise.resolve(work.kind === 'switch' ? switched(work.plan) : verified(fileIn(work)));

function desk(perform: Perform = succeed, parallelJobs = 2): JobRunner {
  const runner = new JobRunner({
    dataDirectory: data,
    parallelJobs,
    runs: runsBy(perform),
    place: () => noPlace,
  });
  runners.push(runner);
  runner.wake();
  return runner;
}

const start = (runner: JobRunner, work: JobWork, key?: string) =>
  runner.start({ cluster: 'production', actor: operator, work, key });

/** Stays at work until it is told to stop. */
const stay: Perform = async (_work, _place, run) => {
  run.saveCheckpoint({ line: 7 });
  run.report(progressOf(1));
  await new Promise((_, reject) => run.signal.addEventListener('abort', () => reject(run.signal.reason as Error)));
  throw new Error('unreachable');
};

async function until<T>(what: () => T | null | undefined | false, withinMs = 15_000): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const value = what();
    if (value) return value;
    if (Date.now() > end) throw new Error('It did not happen in time.');
    await pause(20);
  }
}

const isOver = (runner: JobRunner, id: string) =>
  until(() => {
    const job = runner.get(id)!;
    return job.status === 'queued' || job.status === 'running' ? null : job;
  });

const isRunning = (runner: JobRunner, id: string) => until(() => runner.get(id)!.status === 'running');

const refusalOf = (action: () => unknown): AppError => {
  try {
    action();
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
  throw new Error('It was not refused.');
};

async function endless(
  ...works: JobWork[]
): Promise<{ child: ChildProcess; ids: string[]; ended: Promise<number | null> }> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('endless-runner.ts', import.meta.url)), data, ...works.map((work) => JSON.stringify(work))],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ids = await until(() => {
    const found = [...said.matchAll(/going (\d+)/g)].map((match) => match[1]!);
    return found.length === works.length ? found : null;
  }, 30_000);
  return { child, ids, ended };
}

describe('a job', () => {
  test('is queued, runs and keeps its result, its log and its place in history', async () => {
    const runner = desk(async (work, _place, run) => {
      run.log('Reading the file.');
      return verified(fileIn(work));
    });
    const queued = start(runner, verifyOf('/b/a.zip'));
    expect(queued.status).toBe('queued');
    const job = await isOver(runner, queued.id);
    expect(job).toMatchObject({ status: 'succeeded', result: { kind: 'verify' }, actor: operator });
    expect(runner.log(queued.id).lines.map((line) => line.text)).toEqual(['Reading the file.']);
    expect(verifications(runner.store).get(backupUri(refOfFile('/b/a.zip')))).toMatchObject({
      job: job.id,
      problem: null,
    });
  });

  test('that fails says why and what to do', async () => {
    const runner = desk(() =>
      Promise.reject(new AppError('unreachable', 'The cluster does not answer.', { hint: 'Look at the network.' })),
    );
    const job = await isOver(runner, start(runner, verifyOf('/b/a.zip')).id);
    expect(job).toMatchObject({ status: 'failed', failure: { code: 'unreachable', hint: 'Look at the network.' } });
  });

  test('is started once by two clicks with one key', async () => {
    const runner = desk();
    const first = start(runner, switchOf(), 'plan f1');
    const second = start(runner, switchOf(), 'plan f1');
    expect(second.id).toBe(first.id);
    await isOver(runner, first.id);
    expect(start(runner, switchOf(), 'plan f1').id).toBe(first.id);
    expect(runner.list()).toHaveLength(1);
  });

  test('waits in the queue while as many run as configured, in the order they were asked for', async () => {
    const begun: string[] = [];
    let running = 0;
    let most = 0;
    const runner = desk(async (work) => {
      begun.push(fileIn(work));
      most = Math.max(most, ++running);
      await pause(30);
      running--;
      return verified('x');
    }, 2);
    const jobs = Array.from({ length: 20 }, (_, number) => start(runner, verifyOf(`/b/${number}.zip`)));
    expect(runner.summaries({ statuses: ['queued', 'running'] })).toHaveLength(20);
    await isOver(runner, jobs.at(-1)!.id);
    expect(most).toBe(2);
    expect(begun).toEqual(jobs.map((_, number) => `/b/${number}.zip`));
  });
});

describe('one index, alias or backup', () => {
  test('has one job at a time, and the second one is told whose', () => {
    const runner = desk(stay);
    const owner = start(runner, switchOf());
    const refusal = refusalOf(() =>
      start(runner, switchOf({ target: { ...switchPlan().target, index: 'government-3' } })),
    );
    expect(refusal).toMatchObject({ code: 'busy', details: { owner: owner.id, subject: 'alias government' } });
    expect(
      start(runner, switchOf({ alias: 'detailed', target: { ...switchPlan().target, index: 'detailed-2' } })).id,
    ).not.toBe(owner.id);
  });

  test('of the same name on another cluster is another one', () => {
    const runner = desk(stay);
    start(runner, switchOf());
    expect(start(runner, switchOf({ cluster: { ...switchPlan().cluster, uuid: 'cluster-2' } })).status).toBe('queued');
  });

  test('a backup is not deleted while it is read, and may be read twice at once', () => {
    const runner = desk(stay);
    const reader = start(runner, verifyOf('/b/a.zip'));
    const deletion: DeleteBackupWork = { kind: 'delete-backup', backup: refOfFile('/b/a.zip'), fileBytes: 1 };
    expect(refusalOf(() => start(runner, deletion)).details.owner).toBe(reader.id);
    expect(refusalOf(() => start(runner, verifyOf('/b/a.zip'))).code).toBe('busy');
  });

  test('is free again when the job is over', async () => {
    const runner = desk();
    await isOver(runner, start(runner, switchOf()).id);
    expect((await isOver(runner, start(runner, switchOf()).id)).status).toBe('succeeded');
  });

  test('is held against another process as well', async () => {
    const { ids } = await endless(switchOf());
    const runner = desk();
    expect(refusalOf(() => start(runner, switchOf())).details.owner).toBe(ids[0]);
  });
});

describe('cancelling', () => {
  test('is written before the signal is aborted, and the job ends cancelled', async () => {
    let requested: string | null = null;
    const runner = desk(async (_work, _place, run) => {
      await new Promise((resolve) => run.signal.addEventListener('abort', resolve));
      requested = (
        new DatabaseSync(join(data, 'restore-desk.sqlite')).prepare('SELECT cancel_requested_by FROM jobs').get() as {
          cancel_requested_by: string;
        }
      ).cancel_requested_by;
      throw run.signal.reason;
    });
    const { id } = start(runner, switchOf());
    await isRunning(runner, id);
    runner.cancel(id, operator);
    expect((await isOver(runner, id)).status).toBe('cancelled');
    expect(requested).toBe('ann');
  });

  test('a queued job ends it before it began', async () => {
    const runner = desk(stay, 1);
    const first = start(runner, verifyOf('/b/1.zip'));
    await isRunning(runner, first.id);
    const second = start(runner, verifyOf('/b/2.zip'));
    expect(runner.cancel(second.id, operator)).toMatchObject({ status: 'cancelled', startedAt: null });
  });

  test('reaches a job of another process', async () => {
    const { ids } = await endless(switchOf());
    const runner = desk();
    runner.cancel(ids[0]!, operator);
    expect((await isOver(runner, ids[0]!)).status).toBe('cancelled');
  });

  test('a job that is over is refused', async () => {
    const runner = desk();
    const { id } = await isOver(runner, start(runner, switchOf()).id);
    expect(refusalOf(() => runner.cancel(id, operator)).code).toBe('refused');
  });
});

describe('after the process was killed', () => {
  test('its running job is interrupted with the reason, keeps its checkpoint, and resumes from it', async () => {
    const { child, ids, ended } = await endless(switchOf());
    child.kill('SIGKILL');
    await ended;
    const checkpoints: unknown[] = [];
    const runner = desk((work, _place, run) => {
      checkpoints.push(run.checkpoint);
      return succeed(work, _place, run);
    });
    const job = runner.get(ids[0]!)!;
    expect(job).toMatchObject({ status: 'interrupted', resumable: true });
    expect((job as Extract<Job, { status: 'interrupted' }>).why).toContain(`process ${child.pid}`);
    expect(runner.log(ids[0]!).last).toBeGreaterThan(10);
    const resumed = runner.resume(ids[0]!, operator);
    expect(resumed.follows).toBe(ids[0]);
    expect((await isOver(runner, resumed.id)).status).toBe('succeeded');
    expect((checkpoints[0] as { done: number }).done).toBeGreaterThan(5);
    expect(runner.get(ids[0]!)).toMatchObject({ status: 'interrupted', resumable: false });
    expect(lastMove(runner.store, 'cluster-1', 'government')?.job).toBe(resumed.id);
  });

  test('its queued jobs are taken over', async () => {
    const { child, ids, ended } = await endless(switchOf(), verifyOf('/b/a.zip'));
    child.kill('SIGKILL');
    await ended;
    const runner = desk();
    expect((await isOver(runner, ids[1]!)).status).toBe('succeeded');
  });

  test('a job of a living process is left alone', async () => {
    const { ids } = await endless(switchOf());
    const runner = desk();
    await pause(300);
    expect(runner.get(ids[0]!)!.status).toBe('running');
  });

  test('resuming twice starts one job', async () => {
    const { child, ids, ended } = await endless(switchOf());
    child.kill('SIGKILL');
    await ended;
    const runner = desk();
    expect(runner.resume(ids[0]!, operator).id).toBe(runner.resume(ids[0]!, operator).id);
  });
});

test('SIGTERM saves the checkpoint, interrupts the job and ends within ten seconds', async () => {
  const { child, ids, ended } = await endless(switchOf());
  const at = Date.now();
  child.kill('SIGTERM');
  expect(await ended).toBe(143);
  expect(Date.now() - at).toBeLessThan(10_000);
  const job = desk().get(ids[0]!)!;
  expect(job).toMatchObject({ status: 'interrupted', resumable: true });
  expect((job as Extract<Job, { status: 'interrupted' }>).why).toContain('was stopped');
});

test('an operation that does not heed its signal is interrupted all the same', async () => {
  const runner = desk(() => new Promise(() => {}));
  const { id } = start(runner, switchOf());
  await isRunning(runner, id);
  await runner.stop(200);
  expect(desk().get(id)!.status).toBe('interrupted');
});

test('a log of 100,000 lines is kept whole and read in pages', async () => {
  const runner = desk(async (_work, _place, run) => {
    for (let line = 1; line <= 100_000; line++) run.log(`Line ${line}`);
    return verified('x');
  });
  const { id } = await isOver(runner, start(runner, verifyOf('/b/a.zip')).id);
  expect(runner.log(id).last).toBe(100_000);
  expect(runner.log(id, 50_000, 2).lines.map((line) => line.text)).toEqual(['Line 50000', 'Line 50001']);
  expect(runner.log(id, -1).lines.map((line) => line.seq)).toEqual([100_000]);
});

/** How long the event loop stood still at most while something goes on. */
async function longestPause(work: () => Promise<unknown>): Promise<number> {
  let last = performance.now();
  let longest = 0;
  const beat = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  };
  const timer = setInterval(beat, 10);
  await work();
  beat();
  clearInterval(timer);
  return longest;
}

/** From now on no transaction finds room for more pages than these, as on a full disk. */
function limitRoom(pages: number): { giveBack: (runner: JobRunner) => void } {
  let most = pages;
  const { exec } = DatabaseSync.prototype;
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    if (sql.startsWith('BEGIN')) exec.call(this, `PRAGMA max_page_count = ${most}`);
    exec.call(this, sql);
  });
  return {
    giveBack(runner) {
      most = 1_073_741_823;
      runner.store.transact(() => undefined);
      spy.mockRestore();
    },
  };
}

describe('a database that', () => {
  test('is damaged is said to be, with what to do, and is left as it is', () => {
    const file = join(data, 'restore-desk.sqlite');
    writeFileSync(file, 'This is not a database, and it is long enough to be one.'.repeat(100));
    const refusal = refusalOf(() => desk().list());
    expect(refusal).toMatchObject({ code: 'disk', message: "The jobs' database is damaged." });
    expect(refusal.hint).toContain('Move the file aside');
  });

  test('is locked is said to be, and works again afterwards', async () => {
    const runner = desk();
    runner.list();
    const other = new DatabaseSync(join(data, 'restore-desk.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    expect(refusalOf(() => start(runner, switchOf()))).toMatchObject({
      code: 'disk',
      message: "The jobs' database is locked by another process.",
    });
    other.exec('ROLLBACK');
    expect((await isOver(runner, start(runner, switchOf()).id)).status).toBe('succeeded');
  });

  test('is locked for a while does not lose the outcome nor the last lines of what runs, and holds nobody up', async () => {
    let finish: () => void = () => {};
    const runner = desk(async (work, _place, run) => {
      await new Promise<void>((resolve) => (finish = resolve));
      run.log('The last line.');
      run.report(progressOf(9));
      return verified(fileIn(work));
    });
    const { id } = start(runner, verifyOf('/b/a.zip'));
    await isRunning(runner, id);
    const other = new DatabaseSync(join(data, 'restore-desk.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    const held: ActiveJob[] = [];
    const busy = await longestPause(async () => {
      for (let at = 0; at < 10; at++) {
        const job = new ActiveJob(id, runner.store, runner.owner, null);
        held.push(job);
        job.run(data).report(progressOf(at));
        job.log('Waiting to be written.');
      }
      await pause(1500);
    });
    for (const job of held) job.close();
    expect(busy).toBeLessThan(700);
    finish();
    await pause(1000);
    other.exec('ROLLBACK');
    expect((await isOver(runner, id)).status).toBe('succeeded');
    expect(runner.log(id).lines.map(({ text }) => text)).toContain('The last line.');
  });

  test('is full is said to be, and nothing is half written', () => {
    const runner = desk();
    runner.list();
    const other = new DatabaseSync(join(data, 'restore-desk.sqlite'));
    const room = limitRoom(Number(other.prepare('PRAGMA page_count').get()!.page_count));
    const refusal = refusalOf(() => {
      for (let number = 0; number < 500; number++) start(runner, verifyOf(`/b/${number}-${'x'.repeat(2000)}.zip`));
    });
    expect(refusal).toMatchObject({ code: 'disk', message: "The jobs' database is full: its disk has no room." });
    room.giveBack(runner);
    expect(other.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  });
});
