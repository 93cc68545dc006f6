import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { ActiveJob } from '../../../lib/jobs/active-job.ts';
import type { JobRunner } from '../../../lib/jobs/runner.ts';
import { thrownBy } from '../../support/failure-of.ts';
import { endOf, fileIn, isRunning, startJob, useRunners } from '../runners.ts';
import { progressOf, switchOf, verified, verifyOf } from '../builders.ts';

const runners = useRunners();

/** The longest time that the event loop was blocked during `work`, in milliseconds. */
async function longestBlockMs(work: () => Promise<unknown>): Promise<number> {
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

/** Limits the database to so many pages, as a full disk does. */
function limitPages(pages: number): { lift: (runner: JobRunner) => void } {
  let most = pages;
  const { exec } = DatabaseSync.prototype;
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    if (sql.startsWith('BEGIN')) exec.call(this, `PRAGMA max_page_count = ${most}`);
    exec.call(this, sql);
  });
  return {
    lift(runner) {
      most = 1_073_741_823;
      runner.store.transact(() => undefined);
      spy.mockRestore();
    },
  };
}

describe("a jobs' database that", () => {
  test('is damaged is reported with what to do, and is not changed', () => {
    const file = join(runners.data, 'restore-desk.sqlite');
    writeFileSync(file, 'This is not a database, and it is long enough to be one.'.repeat(100));
    const refusal = thrownBy(() => runners.start().list());
    expect(refusal).toMatchObject({ code: 'disk', message: "The jobs' database is damaged." });
    expect(refusal.hint).toContain('Move the file aside');
  });

  test('is locked is reported, and works again afterwards', async () => {
    const runner = runners.start();
    runner.list();
    const other = new DatabaseSync(join(runners.data, 'restore-desk.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    expect(thrownBy(() => startJob(runner, switchOf()))).toMatchObject({
      code: 'disk',
      message: "The jobs' database is locked by another process.",
    });
    other.exec('ROLLBACK');
    expect((await endOf(runner, startJob(runner, switchOf()).id)).status).toBe('succeeded');
  });

  test("is locked for a while loses neither a job's outcome nor its last log lines, and does not block the process", async () => {
    let finish: () => void = () => {};
    const runner = runners.start(async (work, _place, run) => {
      await new Promise<void>((resolve) => (finish = resolve));
      run.log('The last line.');
      run.report(progressOf(9));
      return verified(fileIn(work));
    });
    const { id } = startJob(runner, verifyOf('/b/a.zip'));
    await isRunning(runner, id);
    const other = new DatabaseSync(join(runners.data, 'restore-desk.sqlite'));
    other.exec('BEGIN IMMEDIATE');
    const active: ActiveJob[] = [];
    const blockedMs = await longestBlockMs(async () => {
      for (let at = 0; at < 10; at++) {
        const job = new ActiveJob(id, runner.store, runner.owner, null);
        active.push(job);
        job.run(runners.data).report(progressOf(at));
        job.log('Waiting to be written.');
      }
      await pause(1500);
    });
    for (const job of active) job.close();
    expect(blockedMs).toBeLessThan(700);
    finish();
    await pause(1000);
    other.exec('ROLLBACK');
    expect((await endOf(runner, id)).status).toBe('succeeded');
    expect(runner.log(id).lines.map(({ text }) => text)).toContain('The last line.');
  });

  test('is full is reported, and no job is half saved', () => {
    const runner = runners.start();
    runner.list();
    const other = new DatabaseSync(join(runners.data, 'restore-desk.sqlite'));
    const limit = limitPages(Number(other.prepare('PRAGMA page_count').get()!.page_count));
    const refusal = thrownBy(() => {
      for (let number = 0; number < 500; number++) startJob(runner, verifyOf(`/b/${number}-${'x'.repeat(2000)}.zip`));
    });
    expect(refusal).toMatchObject({ code: 'disk', message: "The jobs' database is full: its disk has no free space." });
    limit.lift(runner);
    expect(other.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  });
});
