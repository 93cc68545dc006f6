import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { JobResult, JobWork } from '../../lib/contract/job.ts';
import { AppError, cancelled } from '../../lib/errors.ts';
import { indicesBeingWritten } from '../../lib/jobs/indices-being-written.ts';
import { lastMove } from '../../lib/jobs/store/job-queries.ts';
import { databaseFile } from '../../lib/jobs/store/database.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { listAuditLog } from '../../lib/jobs/store/audit-log.ts';
import { runInTerminal, withStore, type Terminal, type TerminalHost } from '../../lib/jobs/run-in-terminal.ts';
import { JobRunner } from '../../lib/jobs/runner.ts';
import type { Run } from '../../lib/running/run.ts';
import { failureOf } from '../support/failure-of.ts';
import { noPlace } from '../support/test-place.ts';
import { operator, switched, switchOf, switchPlan, verifyOf, verified } from './builders.ts';
import { runsBy } from './fake-runs.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'record-run-'));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const terminal = (signal = new AbortController().signal): Terminal & { said: string[] } => {
  const said: string[] = [];
  return { signal, report: () => undefined, log: (sentence) => said.push(sentence), said };
};
const wanted: { cluster: string; work: JobWork } = { cluster: 'production', work: switchOf() };

/** A command line's job that is carried out by `operation`. */
function recorded(
  asked: typeof wanted,
  shown: Terminal,
  operation: (run: Run, job: string) => Promise<JobResult>,
  over: Pick<TerminalHost, 'outcomeWithinMs'> = {},
) {
  let job = '';
  const runs = runsBy((_work, _place, run) => operation(run, job));
  return runInTerminal(
    { dataDirectory: data, runs, place: noPlace, terminal: shown, onBegin: (id) => (job = id), ...over },
    asked,
  );
}

test('a run of the command line is a job, with its log, its record and what it tells of the alias', async () => {
  const shown = terminal();
  const { job } = await recorded(wanted, shown, (run) => {
    run.log('Moving the alias.');
    return Promise.resolve(switched(switchPlan()));
  });
  expect(shown.said).toEqual(['Moving the alias.']);
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

test('what it holds is held against the dashboard, and seen there while it runs', async () => {
  const dashboard = new JobRunner({
    dataDirectory: data,
    parallelJobs: 1,
    place: () => noPlace,
    runs: runsBy(() => Promise.resolve(verified('x'))),
  });
  await recorded(wanted, terminal(), async (_run, id) => {
    expect(dashboard.summaries()[0]).toMatchObject({ id, status: 'running' });
    const failure = await failureOf(() => dashboard.start({ ...wanted, actor: operator }));
    expect(failure).toMatchObject({ code: 'busy', details: { owner: id } });
    return switched(switchPlan());
  });
  await dashboard.stop(500);
});

test('Ctrl-C ends it as cancelled, a failure as failed, and both give back what they held', async () => {
  const stop = new AbortController();
  await failureOf(
    recorded(wanted, terminal(stop.signal), async (run) => {
      stop.abort(cancelled());
      expect(run.signal.aborted).toBe(true);
      throw cancelled();
    }),
  );
  await expect(recorded(wanted, terminal(), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await recorded(wanted, terminal(), () => Promise.resolve(switched(switchPlan())));
  withStore(data, (store) =>
    expect(store.list({}).map(({ status }) => status)).toEqual(['succeeded', 'failed', 'cancelled']),
  );
});

test('a cancel asked for on the dashboard reaches the command line', async () => {
  const dashboard = new JobRunner({
    dataDirectory: data,
    parallelJobs: 1,
    place: () => noPlace,
    runs: runsBy(() => Promise.resolve(verified('x'))),
  });
  const failure = await failureOf(
    recorded({ ...wanted, work: verifyOf('/b/a.zip') }, terminal(), async (run, id) => {
      dashboard.cancel(id, operator);
      await new Promise((resolve) => run.signal.addEventListener('abort', resolve));
      throw run.signal.reason;
    }),
  );
  expect(failure.message).toBe('Cancelled by ann.');
  expect(dashboard.list()[0]!.status).toBe('cancelled');
  await dashboard.stop(500);
});

test('what a killed command line held is given back by the next one, and is in the record', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const dead = withStore(
    data,
    (store) =>
      store.create(
        { ...wanted, actor: operator, checkpoint: { uuid: 'half' } },
        { ...thisProcess('command line'), pid, started: 'before' },
        'running',
      ).job.id,
  );
  const { job } = await recorded(wanted, terminal(), () => Promise.resolve(switched(switchPlan())));
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

/** Another process in the middle of a transaction. */
function lockDatabase(): () => void {
  const other = new DatabaseSync(databaseFile(data));
  other.exec('BEGIN IMMEDIATE');
  return () => other.close();
}

test('a database that is locked when the work is done is waited for: what was done is no failure', async () => {
  const { job, warning } = await recorded(wanted, terminal(), () => {
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

test('where its outcome can’t be written at all, the result comes back with a warning, and a failure stays the one it was', async () => {
  const shown = terminal();
  let unlock: () => void = () => undefined;
  const done = switched(switchPlan());
  const { result, warning } = await recorded(
    wanted,
    shown,
    () => {
      unlock = lockDatabase();
      return Promise.resolve(done);
    },
    { outcomeWithinMs: 300 },
  );
  expect(result).toBe(done);
  expect(warning).toContain('was done, but its record could not be written');
  expect(shown.said).toEqual([`Warning: ${warning!}`]);
  unlock();
  const failed = recorded(
    { ...wanted, work: verifyOf('/b/a.zip') },
    terminal(),
    () => {
      unlock = lockDatabase();
      return Promise.reject(new Error('broken'));
    },
    { outcomeWithinMs: 300 },
  );
  await expect(failed).rejects.toThrow('broken');
  unlock();
});

test('what goes wrong in the same way again is not offered to be resumed', async () => {
  const fails = (code: 'content_mismatch' | 'unreachable') =>
    failureOf(
      recorded(wanted, terminal(), (run) => {
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

test('nothing is filling where nothing runs', () => {
  withStore(data, (store) => expect(indicesBeingWritten(store, 'cluster-1')).toEqual({ uuids: [], names: [] }));
});
