import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { findCluster, type ConfiguredCluster } from '../../lib/config.ts';
import type { JobWork } from '../../lib/contract/job.ts';
import type { Schedule } from '../../lib/contract/schedule.ts';
import { jobs, runner } from '../../lib/jobs/jobs.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import type { Ending } from '../../lib/jobs/store/job-store.ts';
import { claimRun, endRun, recordMissed } from '../../lib/jobs/store/schedule-runs.ts';
import { loadSchedule, loadSchedules } from '../../lib/pages/load-schedules.ts';
import { previewSchedule } from '../../lib/pages/preview-schedule.ts';
import { requirePlace } from '../../lib/pages/schedule-place.ts';
import { requireProbes } from '../../lib/kinds/drill/probes.ts';
import { operator, switchPlan } from '../jobs/builders.ts';
import { aSpec } from '../support/a-schedule.ts';
import { failureOf } from '../support/failure-of.ts';

/** No server: these pages need no answer of the cluster. */
let directory: string;
let cluster: ConfiguredCluster;
/** Between two runs of the night. */
const NOON = Date.UTC(2030, 5, 15, 12);
const at = (day: number) => Date.UTC(2030, 5, day, 3);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'load-schedules-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'signIn: { kind: none }\nclusters:\n  production: { url: "http://127.0.0.1:9", backups: backups }\n',
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  cluster = findCluster('production')!;
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(() => {
  for (const { id } of jobs.schedules('production')) jobs.removeSchedule(id, 'ann');
});

const add = (change: Parameters<typeof aSpec>[0] = {}) => jobs.addSchedule('production', aSpec(change), 'ann');

function run(schedule: Schedule, dueAt: number, state: 'good' | 'failed', why: string | null = null): void {
  const { store } = runner();
  expect(
    claimRun(store, { schedule: schedule.id, dueAt, trigger: 'time' }, schedule, thisProcess('server')).outcome,
  ).toBe('claimed');
  endRun(store, { schedule: schedule.id, dueAt }, { state, why });
}

test('a cluster without schedules has an empty list', () => {
  expect(loadSchedules(cluster, NOON)).toMatchObject({ rows: [], nextDay: { lanes: [] } });
});

test('a schedule has its sentence, its next run and its runs, the oldest first', () => {
  const schedule = add();
  run(schedule, at(14), 'good');
  run(schedule, at(15), 'failed', 'The index is closed.');
  const { rows, nextDay } = loadSchedules(cluster, NOON);
  expect(rows).toMatchObject([
    {
      name: 'Nightly',
      sentence: 'Every day at 03:00, UTC',
      next: '2030-06-16T03:00:00.000Z',
      what: `every alias to ${join(directory, 'backups')}`,
      runs: [{ state: 'good' }, { state: 'failed' }],
      standing: { state: 'failed', at: '2030-06-15T03:00:00.000Z', detail: 'The index is closed.' },
    },
  ]);
  expect(nextDay.lanes).toEqual([{ name: 'Nightly', times: ['2030-06-16T03:00:00.000Z'], more: false }]);
});

test('a time that passed without a run is overdue, but not within the first minutes', () => {
  run(add(), at(14), 'good');
  expect(loadSchedules(cluster, at(15) + 4 * 60_000).rows[0]!.standing.state).toBe('good');
  expect(loadSchedules(cluster, at(15) + 6 * 60_000).rows[0]!.standing).toMatchObject({
    state: 'overdue',
    at: '2030-06-15T03:00:00.000Z',
  });
});

test('a missed run is overdue, with the reason', () => {
  const schedule = add();
  run(schedule, at(14), 'good');
  recordMissed(runner().store, { schedule: schedule.id, dueAt: at(15) }, 'Restore Desk did not run.');
  expect(loadSchedules(cluster, NOON).rows[0]!.standing).toMatchObject({
    state: 'overdue',
    detail: 'Restore Desk did not run.',
  });
});

test('a run that takes so long that the runs of its page are all missed ones is still running', () => {
  const schedule = add({ cron: '* * * * *' });
  const { store } = runner();
  claimRun(store, { schedule: schedule.id, dueAt: at(15), trigger: 'time' }, schedule, thisProcess('server'));
  for (let minute = 1; minute <= 31; minute++)
    recordMissed(store, { schedule: schedule.id, dueAt: at(15) + minute * 60_000 }, 'The run before it has not ended.');
  expect(loadSchedules(cluster, at(15) + 31 * 60_000).rows[0]!.standing).toMatchObject({
    state: 'running',
    at: '2030-06-15T03:00:00.000Z',
  });
  endRun(store, { schedule: schedule.id, dueAt: at(15) }, { state: 'good', why: null });
});

test('each run has its own jobs, the failed one of many among them, however many a later run has', () => {
  const schedule = add({ kind: 'drill' });
  const { store } = runner();
  const job = (dueAt: number, ending: Ending) => {
    const work = { kind: 'switch', plan: switchPlan() } as JobWork;
    const started = { cluster: 'production', actor: operator, work, schedule: { id: schedule.id, dueAt } };
    const { id } = store.create(started, thisProcess('server'), 'running').job;
    store.end(id, ending);
    return id;
  };
  const cancelled = { status: 'cancelled', resumable: false } as const;
  run(schedule, at(14), 'good');
  run(schedule, at(15), 'failed', 'A backup can’t be restored.');
  const first = job(at(14), cancelled);
  const failed = job(at(15), { status: 'failed', failure: { code: 'disk', message: 'Full.' }, resumable: false });
  for (let count = 0; count < 501; count++) job(at(15), cancelled);
  const [later, earlier] = loadSchedule(cluster, 'Nightly', NOON).runs;
  expect(earlier).toMatchObject({ jobCount: 1, jobs: [{ id: first }] });
  expect(later).toMatchObject({ jobCount: 502 });
  expect(later!.jobs).toHaveLength(50);
  expect(later!.jobs[0]).toMatchObject({ id: failed, status: 'failed' });
});

test('a paused schedule is not overdue, and is not among the next 24 hours', () => {
  const schedule = add();
  run(schedule, at(14), 'good');
  jobs.pauseSchedule(schedule.id, true, 'ben');
  const { rows, nextDay } = loadSchedules(cluster, NOON);
  expect(rows[0]).toMatchObject({ next: null, paused: { by: 'ben' }, standing: { state: 'good' } });
  expect(nextDay.lanes).toEqual([]);
});

test('the next run follows the time, also where the times were computed earlier', () => {
  add({ cron: '*/15 * * * *' });
  expect(loadSchedules(cluster, NOON).rows[0]!.next).toBe('2030-06-15T12:15:00.000Z');
  const later = loadSchedules(cluster, NOON + 16 * 60_000);
  expect(later.rows[0]!.next).toBe('2030-06-15T12:30:00.000Z');
  expect(later.nextDay.lanes[0]).toMatchObject({ more: true });
});

test('one schedule is found without regard to case, with its next five times', () => {
  add();
  const page = loadSchedule(cluster, 'NIGHTLY', NOON);
  expect(page.row.name).toBe('Nightly');
  expect(page.next.map(({ at: time }) => time.slice(0, 10))).toEqual(
    [16, 17, 18, 19, 20].map((day) => `2030-06-${day}`),
  );
});

test('a schedule that does not exist is not found', async () => {
  expect(await failureOf(async () => loadSchedule(cluster, 'Other'))).toMatchObject({ code: 'not_found' });
});

test('typed times have a sentence and the next five times', async () => {
  const preview = await previewSchedule(cluster, { part: 'times', cron: '0 3 * * *', timeZone: 'Europe/London' });
  expect(preview).toMatchObject({ sentence: 'Every day at 03:00, Europe/London' });
  expect((preview as { next: unknown[] }).next).toHaveLength(5);
});

test('times that can’t be read are refused beside their field', async () => {
  const failure = await failureOf(async () =>
    previewSchedule(cluster, { part: 'times', cron: 'at night', timeZone: 'UTC' }),
  );
  expect(failure).toMatchObject({ code: 'invalid_input', details: { fields: { cron: expect.any(String) as string } } });
});

test('a page names the configured place or a repository, and keeps what the command line named', async () => {
  const outside = await failureOf(async () => requirePlace(cluster, { kind: 'backup', to: '/etc' }, null));
  expect(outside).toMatchObject({ code: 'invalid_input', details: { fields: { to: expect.any(String) as string } } });
  expect(await failureOf(async () => requirePlace(cluster, { kind: 'drill', to: 's3://bucket' }, null))).toMatchObject({
    code: 'invalid_input',
  });
  requirePlace(cluster, { kind: 'snapshot', to: 'nightly' }, null);
  requirePlace(cluster, { kind: 'backup', to: join(directory, 'backups') }, null);
  requirePlace(cluster, { kind: 'backup', to: 's3://bucket' }, add({ to: 's3://bucket' }));
});

test('probes that cost much or run a script are refused beside their field', async () => {
  const probes = (...queries: string[]) =>
    requireProbes(queries.map((query) => ({ name: query, query, minHits: 1, likeLivePercent: null })));
  probes('tax', '{"term":{"format":"guide"}}');
  expect(await failureOf(async () => probes('tax', '*tax'))).toMatchObject({
    details: { fields: { 'drill.probes.1.query': expect.stringContaining('wildcard') as string } },
  });
  expect(await failureOf(async () => probes('{"script":{"script":"true"}}'))).toMatchObject({ code: 'invalid_input' });
});
