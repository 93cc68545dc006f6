import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { backupUri, refOfFile } from '../../lib/contract/backup-ref.ts';
import { AppError } from '../../lib/errors.ts';
import { verifications } from '../../lib/jobs/store/job-queries.ts';
import type { DeleteBackupWork } from '../../lib/kinds/delete-backup/schema.ts';
import { thrownBy } from '../support/failure-of.ts';
import { endOf, fileIn, isRunning, runUntilStopped, startJob, useRunners } from './runners.ts';
import { operator, switchOf, switchPlan, verified, verifyOf } from './builders.ts';

const runners = useRunners();

describe('a job', () => {
  test('is queued, runs, and is stored with its result, its log and its verification', async () => {
    const runner = runners.start(async (work, _place, run) => {
      run.log('Reading the file.');
      return verified(fileIn(work));
    });
    const queued = startJob(runner, verifyOf('/b/a.zip'));
    expect(queued.status).toBe('queued');
    const job = await endOf(runner, queued.id);
    expect(job).toMatchObject({ status: 'succeeded', result: { kind: 'verify' }, actor: operator });
    expect(runner.log(queued.id).lines.map((line) => line.text)).toEqual(['Reading the file.']);
    expect(verifications(runner.store).get(backupUri(refOfFile('/b/a.zip')))).toMatchObject({
      job: job.id,
      problem: null,
    });
  });

  test('fails with the reason and what to do', async () => {
    const runner = runners.start(() =>
      Promise.reject(new AppError('unreachable', 'The cluster does not answer.', { hint: 'Look at the network.' })),
    );
    const job = await endOf(runner, startJob(runner, verifyOf('/b/a.zip')).id);
    expect(job).toMatchObject({ status: 'failed', failure: { code: 'unreachable', hint: 'Look at the network.' } });
  });

  test('starts once for two calls with the same key', async () => {
    const runner = runners.start();
    const first = startJob(runner, switchOf(), 'plan f1');
    const second = startJob(runner, switchOf(), 'plan f1');
    expect(second.id).toBe(first.id);
    await endOf(runner, first.id);
    expect(startJob(runner, switchOf(), 'plan f1').id).toBe(first.id);
    expect(runner.list()).toHaveLength(1);
  });

  test('waits in the queue while as many run as configured, and starts in the order of creation', async () => {
    const begun: string[] = [];
    let running = 0;
    let most = 0;
    const runner = runners.start(async (work) => {
      begun.push(fileIn(work));
      most = Math.max(most, ++running);
      await pause(30);
      running--;
      return verified('x');
    }, 2);
    const jobs = Array.from({ length: 20 }, (_, number) => startJob(runner, verifyOf(`/b/${number}.zip`)));
    expect(runner.summaries({ statuses: ['queued', 'running'] })).toHaveLength(20);
    await endOf(runner, jobs.at(-1)!.id);
    expect(most).toBe(2);
    expect(begun).toEqual(jobs.map((_, number) => `/b/${number}.zip`));
  });
});

describe('one index, alias or backup', () => {
  test("has one job at a time, and a second one is refused with the owner's id", () => {
    const runner = runners.start(runUntilStopped);
    const owner = startJob(runner, switchOf());
    const refusal = thrownBy(() =>
      startJob(runner, switchOf({ target: { ...switchPlan().target, index: 'government-3' } })),
    );
    expect(refusal).toMatchObject({ code: 'busy', details: { owner: owner.id, subject: 'alias government' } });
    expect(
      startJob(runner, switchOf({ alias: 'detailed', target: { ...switchPlan().target, index: 'detailed-2' } })).id,
    ).not.toBe(owner.id);
  });

  test('of the same name on another cluster is not locked', () => {
    const runner = runners.start(runUntilStopped);
    startJob(runner, switchOf());
    expect(startJob(runner, switchOf({ cluster: { ...switchPlan().cluster, uuid: 'cluster-2' } })).status).toBe(
      'queued',
    );
  });

  test('a backup is neither deleted nor verified again while it is verified', () => {
    const runner = runners.start(runUntilStopped);
    const reader = startJob(runner, verifyOf('/b/a.zip'));
    const deletion: DeleteBackupWork = {
      kind: 'delete-backup',
      backups: ['/b/other.zip', '/b/a.zip'].map((file) => ({ backup: refOfFile(file), fileBytes: 1 })),
    };
    expect(thrownBy(() => startJob(runner, deletion)).details.owner).toBe(reader.id);
    expect(thrownBy(() => startJob(runner, verifyOf('/b/a.zip'))).code).toBe('busy');
  });

  test('is unlocked when the job has ended', async () => {
    const runner = runners.start();
    await endOf(runner, startJob(runner, switchOf()).id);
    expect((await endOf(runner, startJob(runner, switchOf()).id)).status).toBe('succeeded');
  });

  test('is locked against other processes, too', async () => {
    const { ids } = await runners.startProcess(switchOf());
    const runner = runners.start();
    expect(thrownBy(() => startJob(runner, switchOf())).details.owner).toBe(ids[0]);
  });
});

describe('cancelling', () => {
  test('is saved before the signal is aborted, and the job ends as cancelled', async () => {
    let requested: string | null = null;
    const runner = runners.start(async (_work, _place, run) => {
      await new Promise((resolve) => run.signal.addEventListener('abort', resolve));
      requested = (
        new DatabaseSync(join(runners.data, 'restore-desk.sqlite'))
          .prepare('SELECT cancel_requested_by FROM jobs')
          .get() as {
          cancel_requested_by: string;
        }
      ).cancel_requested_by;
      throw run.signal.reason;
    });
    const { id } = startJob(runner, switchOf());
    await isRunning(runner, id);
    runner.cancel(id, operator);
    expect((await endOf(runner, id)).status).toBe('cancelled');
    expect(requested).toBe('ann');
  });

  test('ends a queued job before it starts', async () => {
    const runner = runners.start(runUntilStopped, 1);
    const first = startJob(runner, verifyOf('/b/1.zip'));
    await isRunning(runner, first.id);
    const second = startJob(runner, verifyOf('/b/2.zip'));
    expect(runner.cancel(second.id, operator)).toMatchObject({ status: 'cancelled', startedAt: null });
  });

  test('stops a job of another process', async () => {
    const { ids } = await runners.startProcess(switchOf());
    const runner = runners.start();
    runner.cancel(ids[0]!, operator);
    expect((await endOf(runner, ids[0]!)).status).toBe('cancelled');
  });

  test('is refused for a job that has ended', async () => {
    const runner = runners.start();
    const { id } = await endOf(runner, startJob(runner, switchOf()).id);
    expect(thrownBy(() => runner.cancel(id, operator)).code).toBe('refused');
  });
});

test('an operation that ignores its signal is interrupted when the runner stops', async () => {
  const runner = runners.start(() => new Promise(() => {}));
  const { id } = startJob(runner, switchOf());
  await isRunning(runner, id);
  await runner.stop(200);
  expect(runners.start().get(id)!.status).toBe('interrupted');
});

test('a log of 100,000 lines is saved completely and read in pages', async () => {
  const runner = runners.start(async (_work, _place, run) => {
    for (let line = 1; line <= 100_000; line++) run.log(`Line ${line}`);
    return verified('x');
  });
  const { id } = await endOf(runner, startJob(runner, verifyOf('/b/a.zip')).id);
  expect(runner.log(id).last).toBe(100_000);
  expect(runner.log(id, 50_000, 2).lines.map((line) => line.text)).toEqual(['Line 50000', 'Line 50001']);
  expect(runner.log(id, -1).lines.map((line) => line.seq)).toEqual([100_000]);
});
