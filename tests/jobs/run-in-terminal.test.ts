import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobResult, JobWork } from '../../lib/contract/job.ts';
import { AppError, cancelled } from '../../lib/errors.ts';
import { indicesBeingWritten } from '../../lib/jobs/indices-being-written.ts';
import { lastMove } from '../../lib/jobs/store/job-queries.ts';
import { databaseFile } from '../../lib/jobs/store/database-file.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { listAuditLog } from '../../lib/jobs/store/read-audit-log.ts';
import { runInTerminal, withStore, type Terminal, type TerminalHost } from '../../lib/jobs/run-in-terminal.ts';
import { JobRunner } from '../../lib/jobs/runner.ts';
import type { Run } from '../../lib/running/run.ts';
import { failureOf } from '../support/failure-of.ts';
import { noPlace } from '../support/test-place.ts';
import { operator, switched, switchOf, switchPlan, verifyOf, verified } from './builders.ts';
import { runsBy } from './fake-runs.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'run-in-terminal-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const terminal = (signal = new AbortController().signal): Terminal & { sentences: string[] } => {
  const sentences: string[] = [];
  return { signal, report: () => undefined, log: (sentence) => sentences.push(sentence), sentences };
};
const newJob: { cluster: string; work: JobWork } = { cluster: 'production', work: switchOf() };

/** Runs a command line's job with `operation`. */
function runJob(
  requested: typeof newJob,
  shown: Terminal,
  operation: (run: Run, job: string) => Promise<JobResult>,
  options: Pick<TerminalHost, 'outcomeRetryMs'> = {},
) {
  let job = '';
  const runs = runsBy((_work, _place, run) => operation(run, job));
  return runInTerminal(
    { dataDirectory: data, runs, place: noPlace, terminal: shown, onStart: (id) => (job = id), ...options },
    requested,
  );
}

test('a command line’s run is a job, with its log, its line in the audit log, and its move of the alias', async () => {
  const shown = terminal();
  const { job } = await runJob(newJob, shown, (run) => {
    run.log('Moving the alias.');
    return Promise.resolve(switched(switchPlan()));
  });
  expect(shown.sentences).toEqual(['Moving the alias.']);
  withStore(data, (store) => {
    expect(store.get(job)).toMatchObject({
      status: 'succeeded',
      actor: { name: expect.stringMatching(/^command line/), address: null },
    });
    expect(store.log(job).lines.map(({ text }) => text)).toEqual(['Moving the alias.']);
    expect(lastMove(store, 'cluster-1', 'government')?.job).toBe(job);
    expect(listAuditLog(store, { cluster: 'production' })[0]).toMatchObject({
      action: 'job: switch',
      outcome: 'done',
      job,
    });
  });
});

test('a command line’s job is listed on the dashboard while it runs, and locks its index there', async () => {
  const dashboard = new JobRunner({
    dataDirectory: data,
    parallelJobs: 1,
    place: () => noPlace,
    runs: runsBy(() => Promise.resolve(verified('x'))),
  });
  await runJob(newJob, terminal(), async (_run, id) => {
    expect(dashboard.summaries()[0]).toMatchObject({ id, status: 'running' });
    const failure = await failureOf(() => dashboard.start({ ...newJob, actor: operator }));
    expect(failure).toMatchObject({ code: 'busy', details: { owner: id } });
    return switched(switchPlan());
  });
  await dashboard.stop(500);
});

test('Ctrl-C ends a job as cancelled, a failure as failed, and both release its locks', async () => {
  const stop = new AbortController();
  await failureOf(
    runJob(newJob, terminal(stop.signal), async (run) => {
      stop.abort(cancelled());
      expect(run.signal.aborted).toBe(true);
      throw cancelled();
    }),
  );
  await expect(runJob(newJob, terminal(), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await runJob(newJob, terminal(), () => Promise.resolve(switched(switchPlan())));
  withStore(data, (store) =>
    expect(store.list({}).map(({ status }) => status)).toEqual(['succeeded', 'failed', 'cancelled']),
  );
});

test('a cancel on the dashboard stops the command line', async () => {
  const dashboard = new JobRunner({
    dataDirectory: data,
    parallelJobs: 1,
    place: () => noPlace,
    runs: runsBy(() => Promise.resolve(verified('x'))),
  });
  const failure = await failureOf(
    runJob({ ...newJob, work: verifyOf('/b/a.zip') }, terminal(), async (run, id) => {
      dashboard.cancel(id, operator);
      await new Promise((resolve) => run.signal.addEventListener('abort', resolve));
      throw run.signal.reason;
    }),
  );
  expect(failure.message).toBe('Cancelled by ann.');
  expect(dashboard.list()[0]!.status).toBe('cancelled');
  await dashboard.stop(500);
});

test('the next command line releases the locks of a killed one, and adds its end to the audit log', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const dead = withStore(
    data,
    (store) =>
      store.create(
        { ...newJob, actor: operator, checkpoint: { uuid: 'half' } },
        { ...thisProcess('command line'), pid, started: 'before' },
        'running',
      ).job.id,
  );
  const { job } = await runJob(newJob, terminal(), () => Promise.resolve(switched(switchPlan())));
  withStore(data, (store) => {
    expect(store.get(dead)).toMatchObject({
      status: 'interrupted',
      resumable: true,
      why: expect.stringContaining(`process ${pid}`),
    });
    expect(listAuditLog(store, { cluster: 'production' }).map((line) => [line.job, line.outcome])).toEqual([
      [job, 'done'],
      [dead, 'failed'],
    ]);
  });
});

/** As another process in a transaction does. Returns the unlock. */
function lockDatabase(): () => void {
  const other = new DatabaseSync(databaseFile(data));
  other.exec('BEGIN IMMEDIATE');
  return () => other.close();
}

test('a job succeeds although the database is locked when it ends', async () => {
  const { job, warning } = await runJob(newJob, terminal(), () => {
    setTimeout(lockDatabase(), 700);
    return Promise.resolve(switched(switchPlan()));
  });
  expect(warning).toBeNull();
  withStore(data, (store) => {
    expect(store.get(job)).toMatchObject({ status: 'succeeded' });
    expect(lastMove(store, 'cluster-1', 'government')?.job).toBe(job);
    expect(listAuditLog(store, {}).map(({ outcome }) => outcome)).toEqual(['done']);
  });
});

test('an outcome that can’t be saved adds a warning to the result, and does not replace a failure', async () => {
  const shown = terminal();
  let unlock: () => void = () => undefined;
  const done = switched(switchPlan());
  const { result, warning } = await runJob(
    newJob,
    shown,
    () => {
      unlock = lockDatabase();
      return Promise.resolve(done);
    },
    { outcomeRetryMs: 300 },
  );
  expect(result).toBe(done);
  expect(warning).toContain('is done, but its entry could not be written');
  expect(shown.sentences).toEqual([`Warning: ${warning!}`]);
  unlock();
  const failed = runJob(
    { ...newJob, work: verifyOf('/b/a.zip') },
    terminal(),
    () => {
      unlock = lockDatabase();
      return Promise.reject(new Error('broken'));
    },
    { outcomeRetryMs: 300 },
  );
  await expect(failed).rejects.toThrow('broken');
  unlock();
});

test('a job whose failure would repeat is not resumable', async () => {
  const fails = (code: 'content_mismatch' | 'unreachable') =>
    failureOf(
      runJob(newJob, terminal(), (run) => {
        run.saveCheckpoint({ done: 5 });
        return Promise.reject(new AppError(code, 'It failed.'));
      }),
    );
  await fails('content_mismatch');
  await fails('unreachable');
  withStore(data, (store) =>
    expect(store.list({}).map((job) => job.status === 'failed' && job.resumable)).toEqual([true, false]),
  );
});

test('no index is being written if no job runs', () => {
  withStore(data, (store) => expect(indicesBeingWritten(store, 'cluster-1')).toEqual({ uuids: [], names: [] }));
});

test('a run that follows has the files of the one before, also where a run between them ended before it had copied them', async () => {
  const directoryOf = (job: string) => join(data, 'jobs', job);
  const stopped = async (follows: string | null) => {
    let id = '';
    await failureOf(
      runJob({ ...newJob, follows, checkpoint: { begun: true } } as typeof newJob, terminal(), (_run, job) => {
        id = job;
        throw new AppError('unreachable', 'It is not there.');
      }),
    );
    return id;
  };
  const first = await stopped(null);
  mkdirSync(directoryOf(first), { recursive: true });
  writeFileSync(join(directoryOf(first), 'results.ndjson'), 'sent');
  const second = await stopped(first);
  expect(readFileSync(join(directoryOf(second), 'results.ndjson'), 'utf8')).toBe('sent');
  rmSync(directoryOf(second), { recursive: true });
  const third = await stopped(second);
  expect(readFileSync(join(directoryOf(third), 'results.ndjson'), 'utf8')).toBe('sent');
});
