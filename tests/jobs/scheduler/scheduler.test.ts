import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ScheduleRun } from '../../../lib/contract/schedule.ts';
import type { JobRunner } from '../../../lib/jobs/runner.ts';
import { drilledBackups } from '../../../lib/jobs/store/drilled-backups.ts';
import { JobStore } from '../../../lib/jobs/store/job-store.ts';
import { listAuditLog } from '../../../lib/jobs/store/read-audit-log.ts';
import { runsOf } from '../../../lib/jobs/store/schedule-runs.ts';
import { runs } from '../../../lib/kinds/runs.ts';
import { pauseSchedule, removeSchedule } from '../../../lib/jobs/store/schedules.ts';
import { call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { operator } from '../builders.ts';
import { runsBy } from '../fake-runs.ts';
import { runUntilStopped } from '../runners.ts';
import { cronOf, HOUR, madeAgo, MINUTE, scheduledRunner } from './scheduling.ts';

const server = setUpServer();
let data: string;
let store: JobStore;
const runners: JobRunner[] = [];
const steady = performance.now.bind(performance);
/** The monotonic clock, as if so much more time had passed. */
const steadyAhead = (ms: number) => () => steady() + ms;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'scheduler-'));
  store = JobStore.open(data);
});
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await Promise.all(runners.splice(0).map((runner) => runner.stop(2000)));
  store.close();
  rmSync(data, { recursive: true, force: true });
});

function start(options: Partial<Parameters<typeof scheduledRunner>[1]> = {}): JobRunner {
  const runner = scheduledRunner(data, { directory: server.directory, place: () => server.place, ...options });
  runners.push(runner);
  runner.startPolling();
  return runner;
}

/** A schedule that is due in this minute, and not again for a year. */
const dueNow = (change: Parameters<typeof madeAgo>[2] = {}) =>
  madeAgo(store, HOUR, { cron: cronOf(Date.now()), ...change });

/** The newest run of a schedule, once it has ended. */
const endOfRun = (schedule: number): Promise<ScheduleRun> =>
  vi.waitUntil(
    () => {
      const [run] = runsOf(store, schedule);
      return run && run.state !== 'running' ? run : false;
    },
    { timeout: 30_000, interval: 50 },
  );

describe('a schedule that is due', () => {
  test('starts a backup as a job of its own, which says who started it', async () => {
    await server.seed('government-1', 3, { aliases: { government: {} } });
    const { id } = dueNow();
    start();
    const run = await endOfRun(id);
    expect(run).toMatchObject({ state: 'good', trigger: 'time', why: null });
    const job = store.get(run.jobs[0]!)!;
    expect(job).toMatchObject({ status: 'succeeded', actor: { name: 'schedule Nightly' }, work: { kind: 'backup' } });
    expect(await readdir(join(server.directory, 'government'))).toHaveLength(1);
    const actions = listAuditLog(store, {}).map(({ action, actor }) => [action, actor]);
    expect(actions).toContainEqual(['job: backup', expect.stringContaining('schedule Nightly')]);
    expect(actions).toContainEqual(['schedule run ended', expect.stringContaining('schedule Nightly')]);
  });

  test('backs up what its patterns match when it runs, and says what it names in vain', async () => {
    await server.seed('logs-1', 1);
    await server.seed('other-1', 1);
    const { id } = dueNow({ what: { all: false, aliases: ['gone'], indices: ['logs-*', 'nothing-*'] } });
    start();
    const run = await endOfRun(id);
    expect(run).toMatchObject({ state: 'partial', why: expect.stringMatching(/gone.*nothing-\*/) });
    expect(await readdir(server.directory)).toEqual(['logs-1']);
  });

  test('fails with the reason where nothing can be backed up', async () => {
    await server.seed('government-1', 3, { aliases: { government: {} } });
    await call(server.url, 'POST', '/government-1/_close');
    const { id } = dueNow();
    start();
    const run = await endOfRun(id);
    expect(run).toMatchObject({ state: 'failed', jobs: [], why: expect.stringMatching(/government-1/) });
    expect(listAuditLog(store, {}).find(({ action }) => action === 'schedule run ended')).toMatchObject({
      outcome: 'failed',
    });
  });

  test('a snapshot into a repository that does not exist fails with its name', async () => {
    await server.seed('government-1', 3, { aliases: { government: {} } });
    const { id } = dueNow({ kind: 'snapshot', to: 'nowhere' });
    start();
    expect(await endOfRun(id)).toMatchObject({ state: 'failed', why: expect.stringMatching(/no repository nowhere/) });
  });

  test('changes nothing on a cluster that is read-only', async () => {
    await server.seed('government-1', 3, { aliases: { government: {} } });
    await server.backUp('government-1');
    const { id } = dueNow({ kind: 'drill' });
    start({ readOnly: true });
    expect(await endOfRun(id)).toMatchObject({ state: 'failed', jobs: [], why: expect.stringMatching(/read-only/) });
  });

  test('does not run while it is paused, but by hand', async () => {
    await server.seed('government-1', 3, { aliases: { government: {} } });
    const { id } = dueNow();
    pauseSchedule(store, id, true, { by: 'ann', now: Date.now() });
    const runner = start();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(runsOf(store, id)).toEqual([]);
    runner.runSchedule(id);
    expect(await endOfRun(id)).toMatchObject({ state: 'good', trigger: 'person' });
  });
});

describe('a run that was missed while no server ran', () => {
  const past = () => Date.now() - 5 * HOUR;

  test('begins once at the start, where the schedule says so', async () => {
    await server.seed('government-1', 3, { aliases: { government: {} } });
    const { id } = madeAgo(store, 6 * HOUR, { cron: cronOf(past()), missed: 'run' });
    start();
    expect(await endOfRun(id)).toMatchObject({ state: 'good', trigger: 'late' });
    await runners.splice(0)[0]!.stop(2000);
    start();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(runsOf(store, id)).toHaveLength(1);
  });

  test('is only recorded where it says so', async () => {
    const { id } = madeAgo(store, 6 * HOUR, { cron: cronOf(past()), missed: 'record' });
    start();
    expect(await endOfRun(id)).toMatchObject({ state: 'missed', jobs: [], why: expect.stringMatching(/did not run/) });
    expect(store.list({})).toEqual([]);
  });

  test('of an hourly schedule runs once, and the others are recorded', async () => {
    await server.seed('government-1', 3, { aliases: { government: {} } });
    const { id } = madeAgo(store, 100 * HOUR, { cron: '0 * * * *', missed: 'run' });
    start();
    await endOfRun(id);
    const states = runsOf(store, id, 100).map(({ state }) => state);
    expect(states.filter((state) => state === 'good')).toHaveLength(1);
    expect(states.filter((state) => state === 'missed').length).toBeGreaterThanOrEqual(28);
  });
});

describe('two runs of one schedule', () => {
  test('never overlap: the second is recorded as missed, and a person is refused', async () => {
    await server.seed('government-1', 3, { aliases: { government: {} } });
    const { id } = madeAgo(store, MINUTE);
    const runner = start({ runs: runsBy(runUntilStopped) });
    await vi.waitUntil(
      () => runsOf(store, id)[0]?.jobs[0] && store.status(runsOf(store, id)[0]!.jobs[0]!) === 'running',
      20_000,
    );
    expect(await failureOf(Promise.resolve().then(() => runner.runSchedule(id)))).toMatchObject({ code: 'busy' });
    vi.useFakeTimers({ now: Date.now() + MINUTE, toFake: ['Date'] });
    vi.spyOn(performance, 'now').mockImplementation(steadyAhead(MINUTE));
    const [second, first] = await vi.waitUntil(
      () => (runsOf(store, id).length === 2 ? runsOf(store, id) : false),
      20_000,
    );
    expect([second!.state, first!.state]).toEqual(['missed', 'running']);
    expect(second!.why).toMatch(/had not ended/);
  });

  test('a run continues in the next server, with the job that was interrupted', async () => {
    await server.seed('government-1', 3, { aliases: { government: {} } });
    const { id } = dueNow();
    const first = start({ runs: runsBy(runUntilStopped) });
    await vi.waitUntil(() => store.list({})[0]?.status === 'running', 20_000);
    await first.stop(2000);
    runners.splice(0);
    expect(runsOf(store, id)[0]).toMatchObject({ state: 'running' });
    start();
    const run = await endOfRun(id);
    expect(run).toMatchObject({ state: 'good' });
    expect(run.jobs.map((job) => store.get(job)!.status)).toEqual(['interrupted', 'succeeded']);
    expect(runsOf(store, id)).toHaveLength(1);
  });
});

describe('a clock that is set', () => {
  test.each([
    ['forward', 3 * HOUR],
    ['back', -3 * HOUR],
  ])('%s runs nothing twice', async (_, byMs) => {
    await server.seed('government-1', 3, { aliases: { government: {} } });
    const { id } = madeAgo(store, 10 * HOUR, { cron: '0 * * * *', missed: 'run' });
    start();
    await endOfRun(id);
    const jobs = store.list({}).length;
    vi.useFakeTimers({ now: Date.now() + byMs, toFake: ['Date'] });
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    // A clock that was just set is not believed.
    expect(store.list({})).toHaveLength(jobs);
    vi.spyOn(performance, 'now').mockImplementation(steadyAhead(31_000));
    vi.setSystemTime(Date.now() + 31_000);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    await endOfRun(id);
    const after = runsOf(store, id, 100);
    expect(new Set(after.map(({ dueAt }) => dueAt)).size).toBe(after.length);
    // Forward: the newest of the hours that were passed over runs once. Back: nothing that has run is due again.
    expect(store.list({}).length - jobs).toBe(byMs > 0 ? 1 : 0);
    vi.setSystemTime(Date.now() - byMs);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(store.list({}).length - jobs).toBe(byMs > 0 ? 1 : 0);
  });
});

test('a run whose job a person cancels ends with it', async () => {
  await server.seed('government-1', 3, { aliases: { government: {} } });
  const { id } = dueNow({ retention: { last: 1 } as never });
  const runner = start({ runs: runsBy(runUntilStopped) });
  await vi.waitUntil(() => store.list({})[0]?.status === 'running', 20_000);
  runner.cancel(store.list({})[0]!.id, operator);
  expect(await endOfRun(id)).toMatchObject({ state: 'failed', why: expect.stringMatching(/cancelled by ann/) });
  expect(store.list({})).toHaveLength(1);
});

test('a schedule that is removed in a run deletes no old backups', async () => {
  await server.seed('government-1', 3, { aliases: { government: {} } });
  await server.backUp('government-1');
  const { id } = dueNow({ retention: { last: 1 } as never });
  let finish = () => {};
  const removed = new Promise<void>((resolve) => (finish = resolve));
  const real = runs;
  const slow = runsBy(async (work, place, run) => {
    await removed;
    return real.of(work)(place, work, run as never);
  });
  start({ runs: slow });
  await vi.waitUntil(() => store.list({})[0]?.status === 'running', 20_000);
  removeSchedule(store, id, { by: 'ann', now: Date.now() });
  finish();
  expect(await endOfRun(id)).toMatchObject({ state: 'good', why: expect.stringMatching(/removed/) });
  expect(await readdir(join(server.directory, 'government'))).toHaveLength(2);
});

test('a directory of backups that is gone fails the run, not the scheduler', async () => {
  await server.seed('government-1', 3, { aliases: { government: {} } });
  const { id } = dueNow();
  await rm(server.directory, { recursive: true });
  start({ directory: '/proc/nothing' });
  expect(await endOfRun(id)).toMatchObject({ state: 'failed', why: expect.stringMatching(/\/proc\/nothing/) });
});

describe('a drill', () => {
  test('tries the newest backup of each alias, and leaves no index', async () => {
    await server.seed('government-1', 30, { aliases: { government: {} } });
    await server.seed('detailed-1', 20, { aliases: { detailed: {} } });
    await server.runBackup(await server.planBackup({ indices: ['government-1', 'detailed-1'] }));
    const { id } = dueNow({ kind: 'drill' });
    start();
    const run = await endOfRun(id);
    expect(run).toMatchObject({ state: 'good', why: null });
    expect(run.jobs).toHaveLength(2);
    expect([...drilledBackups(store).values()].map(({ alias, equal, ok }) => [alias, equal, ok]).sort()).toEqual([
      ['detailed', 20, true],
      ['government', 30, true],
    ]);
    expect(Object.keys(await call(server.url, 'GET', '/restore-desk-drill-*'))).toEqual([]);
  });

  test('tries another backup where the chosen one is deleted before its turn', async () => {
    for (const name of ['government', 'detailed']) await server.seed(`${name}-1`, 20, { aliases: { [name]: {} } });
    const backUp = async () => server.runBackup(await server.planBackup({ indices: ['government-1', 'detailed-1'] }));
    await backUp();
    const newest = (await backUp()).backups.map(({ backup }) => backup.id).find((id) => id.startsWith('government'))!;
    const drill = { which: 'newest' as const, documentsPerSecond: 10, probes: [] };
    const { id } = dueNow({ kind: 'drill', drill });
    start();
    await vi.waitUntil(() => store.list({}).length > 0, { timeout: 30_000, interval: 20 });
    await rm(join(server.directory, newest));
    const run = await endOfRun(id);
    expect(run).toMatchObject({ state: 'good', why: null });
    expect(run.jobs).toHaveLength(2);
    expect([...drilledBackups(store).keys()].join()).not.toContain(newest);
  });

  test('without any backup fails, and names the alias', async () => {
    await server.seed('government-1', 3, { aliases: { government: {} } });
    const { id } = dueNow({ kind: 'drill' });
    start();
    expect(await endOfRun(id)).toMatchObject({ state: 'failed', why: expect.stringMatching(/government/) });
  });
});
