import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../lib/contract/job.ts';
import { lastMove } from '../../lib/jobs/store/job-queries.ts';
import { endOf, succeed, useRunners } from './runners.ts';
import { operator, switchOf, verifyOf } from './builders.ts';

const runners = useRunners();

describe('after a process was killed', () => {
  test('a running job is interrupted with the reason, and resumes from its checkpoint', async () => {
    const { child, ids, ended } = await runners.startProcess(switchOf());
    child.kill('SIGKILL');
    await ended;
    const checkpoints: unknown[] = [];
    const runner = runners.start((work, _place, run) => {
      checkpoints.push(run.checkpoint);
      return succeed(work, _place, run);
    });
    const job = runner.get(ids[0]!)!;
    expect(job).toMatchObject({ status: 'interrupted', resumable: true });
    expect((job as Extract<Job, { status: 'interrupted' }>).why).toContain(`process ${child.pid}`);
    expect(runner.log(ids[0]!).last).toBeGreaterThan(10);
    const resumed = runner.resume(ids[0]!, operator);
    expect(resumed.follows).toBe(ids[0]);
    expect((await endOf(runner, resumed.id)).status).toBe('succeeded');
    expect((checkpoints[0] as { done: number }).done).toBeGreaterThan(5);
    expect(runner.get(ids[0]!)).toMatchObject({ status: 'interrupted', resumable: false });
    expect(lastMove(runner.store, 'cluster-1', 'government')?.job).toBe(resumed.id);
  });

  test('queued jobs are taken over', async () => {
    const { child, ids, ended } = await runners.startProcess(switchOf(), verifyOf('/b/a.zip'));
    child.kill('SIGKILL');
    await ended;
    const runner = runners.start();
    expect((await endOf(runner, ids[1]!)).status).toBe('succeeded');
  });

  test('a job of a running process is not changed', async () => {
    const { ids } = await runners.startProcess(switchOf());
    const runner = runners.start();
    await pause(300);
    expect(runner.get(ids[0]!)!.status).toBe('running');
  });

  test('resuming a job twice starts one job', async () => {
    const { child, ids, ended } = await runners.startProcess(switchOf());
    child.kill('SIGKILL');
    await ended;
    const runner = runners.start();
    expect(runner.resume(ids[0]!, operator).id).toBe(runner.resume(ids[0]!, operator).id);
  });
});

test('SIGTERM saves the checkpoint, interrupts the job, and ends the process within ten seconds', async () => {
  const { child, ids, ended } = await runners.startProcess(switchOf());
  const startMs = performance.now();
  child.kill('SIGTERM');
  expect(await ended).toBe(143);
  expect(performance.now() - startMs).toBeLessThan(10_000);
  const job = runners.start().get(ids[0]!)!;
  expect(job).toMatchObject({ status: 'interrupted', resumable: true });
  expect((job as Extract<Job, { status: 'interrupted' }>).why).toContain('was stopped');
});
