import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { JobRunner } from '../../lib/jobs/runner.ts';
import type { Run } from '../../lib/running/run.ts';
import { noPlace } from '../support/test-place.ts';
import { operator, progressOf, verified, verifyOf } from './builders.ts';
import { runsBy } from './fake-runs.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'waiting-'));
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(data, { recursive: true, force: true });
});

test('a job that reports nothing new loses its rate, then says since when it does not move, in its log too', async () => {
  let running: Run | null = null;
  let end: (() => void) | null = null;
  const runner = new JobRunner({
    dataDirectory: data,
    parallelJobs: 1,
    place: () => noPlace,
    runs: runsBy((_work, _place, run) => {
      running = run;
      return new Promise((resolve) => (end = () => resolve(verified('x'))));
    }),
  });
  const { id } = runner.start({ cluster: 'one', actor: operator, work: verifyOf('/b/a.zip') });
  await vi.advanceTimersByTimeAsync(100);
  const report = (done: number) => running!.report({ ...progressOf(done), rate: 50, secondsLeft: 3.8 });
  const progress = () => {
    const job = runner.get(id)!;
    return job.status === 'running' ? job.progress : null;
  };
  report(10);
  const movedAt = new Date().toISOString();
  expect(progress()).toMatchObject({ rate: 50, secondsLeft: 3.8 });
  await vi.advanceTimersByTimeAsync(3_500);
  expect(progress()).toMatchObject({ done: 10, rate: null, secondsLeft: null });
  expect(progress()?.waitingFor).toBeUndefined();
  await vi.advanceTimersByTimeAsync(3_000);
  report(10);
  expect(progress()).toMatchObject({ rate: null, secondsLeft: null, waitingFor: { what: null, since: movedAt } });
  // Lists read it from the database.
  await vi.advanceTimersByTimeAsync(1_500);
  expect(runner.list()[0]).toMatchObject({ progress: { rate: null, waitingFor: { since: movedAt } } });
  report(20);
  expect(progress()).toMatchObject({ done: 20, rate: 50 });
  expect(progress()?.waitingFor).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1_500);
  expect(runner.log(id).lines.map(({ text }) => text)).toEqual([
    `No progress since ${movedAt.slice(11, 19)} UTC.`,
    'Continued after 8.0 s without progress.',
  ]);
  end!();
  await vi.advanceTimersByTimeAsync(500);
  expect(runner.get(id)?.status).toBe('succeeded');
  await runner.stop(0);
});

test('a job whose process has stopped writing shows no rate, and since when nothing came from it', () => {
  const runner = new JobRunner({
    dataDirectory: data,
    parallelJobs: 1,
    place: () => noPlace,
    runs: runsBy(() => null!),
  });
  const owner = thisProcess('command line');
  const { job } = runner.store.create(
    { cluster: 'one', actor: operator, work: verifyOf('/b/a.zip') },
    owner,
    'running',
  );
  runner.store.save(job.id, owner, { progress: { ...progressOf(10), rate: 50, secondsLeft: 3.8 } });
  const since = new Date().toISOString();
  expect(runner.summaries()[0]).toMatchObject({ progress: { rate: 50 } });
  vi.setSystemTime(Date.now() + 20_000);
  const progress = {
    rate: null,
    secondsLeft: null,
    waitingFor: { what: 'a report of the process that runs it', since },
  };
  expect(runner.summaries()[0]).toMatchObject({ progress });
  expect(runner.get(job.id)).toMatchObject({ progress });
  runner.store.close();
});
