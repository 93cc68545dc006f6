import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster, type ConfiguredCluster } from '../../lib/config.ts';
import type { IncidentKind } from '../../lib/contract/incident.ts';
import type { JobWork } from '../../lib/contract/job.ts';
import type { Probe } from '../../lib/contract/schedule.ts';
import { step } from '../../lib/incidents/step.ts';
import { jobs, runner } from '../../lib/jobs/jobs.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import {
  applyTransitions,
  closeIncident,
  closedIncidents,
  openIncidents,
} from '../../lib/jobs/store/incident-changes.ts';
import { claimRun, endRun } from '../../lib/jobs/store/schedule-runs.ts';
import { addSchedule, removeSchedule } from '../../lib/jobs/store/schedules.ts';
import type { RunState } from '../../lib/contract/schedule.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import type { BackupResult } from '../../lib/kinds/backup/schema.ts';
import { planDrill } from '../../lib/kinds/drill/plan.ts';
import { otherFindings } from '../../lib/watch/other-findings.ts';
import { placeOf, planRun } from '../../lib/pages/place.ts';
import { aSpec } from '../support/a-schedule.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { operator, switchOf } from '../jobs/builders.ts';

const HOUR_MS = 3_600_000;
const INDEX = 'government-2018-01-08t03-00-00z-bbbb';
let directory: string;
let cluster: ConfiguredCluster;
let absent: ConfiguredCluster;

beforeAll(async () => {
  const url = await sharedServer();
  await emptyCluster(url);
  directory = mkdtempSync(join(tmpdir(), 'other-findings-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  production: { url: "${url}", backups: backups, overdueAfter: 26h }\n` +
      `  absent: { url: "http://127.0.0.1:9", backups: backups }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  cluster = findCluster('production')!;
  absent = findCluster('absent')!;
  const documents = ['1', '2', '3'].map((id) => ({ id, source: { n: Number(id) } }));
  await seedIndex(url, INDEX, { documents, aliases: { government: {} } });
}, 300_000);
afterAll(async () => {
  await emptyCluster(await sharedServer());
  rmSync(directory, { recursive: true, force: true });
});

const backUp = async () =>
  run({
    kind: 'backup',
    plan: await planBackup(
      placeOf(cluster),
      { aliases: ['government'], indices: [], source: cluster.backupSource },
      planRun(),
    ),
  } as JobWork);

async function drill(zip: { source: string; id: string }, probes: Probe[] = []): Promise<string> {
  const request = { alias: 'government', backup: { zip }, documentsPerSecond: null, probes };
  const plan = await planDrill(
    placeOf(cluster),
    { ...request, key: randomBytes(6).toString('hex') },
    { signal: new AbortController().signal, report: () => undefined, log: () => undefined },
  );
  return run({ kind: 'drill', plan } as JobWork);
}

async function run(work: JobWork, follows: string | null = null): Promise<string> {
  const { id } = jobs.start({ cluster: cluster.key, actor: operator, work, follows });
  await vi.waitUntil(() => !['queued', 'running'].includes(jobs.get(id)!.status), { timeout: 60_000 });
  return id;
}

/** A look at everything now. */
const look = (of = cluster) => otherFindings(of, { maxAgeMs: 0 });

/** What is found of these kinds: subject and job. */
async function found(...kinds: IncidentKind[]): Promise<string[]> {
  const { findings } = await look();
  return findings.filter(({ facts }) => kinds.includes(facts.kind)).map(({ subject }) => subject);
}

/** Looks, and carries the transitions out, as the watcher does. */
async function watch(): Promise<string[]> {
  const { store } = runner();
  const before = openIncidents(store, cluster.key);
  applyTransitions(store, cluster.key, step(before, await look(), Date.now(), closedIncidents(store, cluster.key)));
  return openIncidents(store, cluster.key).map(({ facts, subject }) => `${facts.kind} ${subject}`);
}

test('an alias that never had a backup has the time of the limit from the first look', async () => {
  expect(await found('backup-overdue')).toEqual([]);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 27 * HOUR_MS });
  try {
    const { findings, knows } = await look();
    expect(findings).toMatchObject([{ subject: 'government', facts: { kind: 'backup-overdue', lastGood: null } }]);
    expect(knows('backup-overdue', 'government')).toBe(true);
    expect(knows('backup-overdue', 'no-such-alias')).toBe(true);
  } finally {
    vi.useRealTimers();
  }
});

test('a backup that is too old is found, and a newer one ends it', async () => {
  const first = await backUp();
  expect(jobs.get(first)).toMatchObject({ status: 'succeeded' });
  expect(await found('backup-overdue')).toEqual([]);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 27 * HOUR_MS });
  try {
    const { findings } = await look();
    expect(findings).toMatchObject([
      { facts: { kind: 'backup-overdue', lastGood: expect.any(String), expected: null }, severity: 'warning' },
    ]);
    expect(Date.parse(findings[0]!.began.at)).toBeLessThanOrEqual(Date.now() - HOUR_MS / 2);
  } finally {
    vi.useRealTimers();
  }
});

test('a job that fails is an incident until a later one of the same succeeds', async () => {
  const backups = join(directory, 'backups');
  renameSync(backups, `${backups}-away`);
  writeFileSync(backups, 'no directory');
  const failed = await backUp().finally(() => {
    rmSync(backups);
    renameSync(`${backups}-away`, backups);
  });
  expect(jobs.get(failed)).toMatchObject({ status: 'failed' });
  const { findings, knows } = await look();
  expect(findings).toMatchObject([
    {
      subject: 'backup: government',
      facts: { kind: 'job', job: failed, status: 'failed', message: expect.any(String) },
      began: { at: (jobs.get(failed) as { endedAt: string }).endedAt, after: null },
    },
  ]);
  expect(knows('job', 'backup: government')).toBe(true);
  expect(await watch()).toEqual(['job backup: government']);

  await backUp();
  expect(await found('job')).toEqual([]);
});

test('what a person has closed does not begin again; the next failure does', async () => {
  const { store } = runner();
  const fail = () => {
    const { job } = store.create(
      { cluster: cluster.key, actor: operator, work: switchOf() },
      thisProcess('command line'),
      'running',
    );
    store.end(job.id, { status: 'failed', failure: { code: 'refused', message: 'No.' }, resumable: false });
    return job.id;
  };
  const first = fail();
  expect(await watch()).toContain('job switch: government');
  const { id } = openIncidents(store, cluster.key).find(({ subject }) => subject === 'switch: government')!;
  closeIncident(store, { cluster: cluster.key, id, by: 'ann', now: Date.now(), note: null });
  expect(await watch()).not.toContain('job switch: government');
  expect(await found('job')).toEqual([]);

  const second = fail();
  expect(Number(second)).toBeGreaterThan(Number(first));
  expect(await watch()).toContain('job switch: government');
});

test('a cancelled job and one of a schedule are no incidents of a job', async () => {
  const { store } = runner();
  const before = await found('job');
  const owner = thisProcess('command line');
  const spec = aSpec({ name: 'Hourly' });
  const schedule = addSchedule(store, cluster.key, spec, { by: 'ann', now: Date.now() });
  const cancelled = store.create({ cluster: cluster.key, actor: operator, work: switchOf() }, owner, 'running').job;
  store.end(cancelled.id, { status: 'cancelled', resumable: false });
  const work = switchOf({ alias: 'mainstream' });
  const scheduled = store.create(
    { cluster: cluster.key, actor: operator, work, schedule: { id: schedule.id, dueAt: Date.now() } },
    owner,
    'running',
  ).job;
  store.end(scheduled.id, { status: 'interrupted', why: 'Its process ended.', resumable: false });
  removeSchedule(store, schedule.id, { by: 'ann', now: Date.now() });
  expect(await found('job')).toEqual(before);
});

test('a run of a schedule that fails is found as the schedule, until a good one', async () => {
  const { store } = runner();
  const spec = aSpec({ what: { aliases: ['government'] }, cron: '0 0 29 2 *' });
  const schedule = addSchedule(store, cluster.key, spec, { by: 'ann', now: Date.now() });
  const end = (state: Exclude<RunState, 'running' | 'missed'>, why: string | null) => {
    const dueAt = Date.now();
    claimRun(store, { schedule: schedule.id, dueAt, trigger: 'time' }, schedule, thisProcess('server'));
    endRun(store, { schedule: schedule.id, dueAt }, { state, why });
    return new Date(dueAt).toISOString();
  };
  const due = end('failed', 'No space is left.');
  const { findings, knows } = await look();
  expect(findings.filter(({ facts }) => facts.kind === 'schedule')).toMatchObject([
    { subject: 'Nightly', facts: { state: 'failed', due, why: 'No space is left.' }, began: { at: due } },
  ]);
  await vi.waitUntil(() => Date.now() > Date.parse(due));
  end('good', null);
  expect(await found('schedule')).toEqual([]);
  expect(knows('schedule', 'Nightly')).toBe(true);
  removeSchedule(store, schedule.id, { by: 'ann', now: Date.now() });
});

test('a drill that fails is found as its alias, not as a job too, until one passes', async () => {
  const backedUp = jobs.get(await backUp());
  expect(backedUp).toMatchObject({ status: 'succeeded' });
  const zip = (backedUp as { result: unknown } as { result: BackupResult }).result.backups[0]!.backup;
  const failed = await drill(zip, [{ name: 'many', query: '*', minHits: 100, likeLivePercent: null }]);
  expect(jobs.get(failed)).toMatchObject({ status: 'failed' });
  const { findings, knows } = await look();
  expect(findings.filter(({ facts }) => 'job' in facts && facts.job === failed)).toMatchObject([
    { subject: 'government', facts: { kind: 'drill', problem: expect.stringContaining('many') } },
  ]);
  expect(knows('drill', 'government')).toBe(true);
  expect(await watch()).toContain('drill government');

  expect(jobs.get(await drill(zip))).toMatchObject({ status: 'succeeded' });
  expect(await found('drill')).toEqual([]);
});

test('a cluster that does not answer has unknown backups and drills, and known jobs and schedules', async () => {
  const { findings, knows } = await look(absent);
  expect(findings).toEqual([]);
  expect(
    (['backup-overdue', 'drill', 'schedule', 'job', 'job-waiting', 'documents-lost'] as const).map((kind) =>
      knows(kind, 'x'),
    ),
  ).toEqual([false, false, true, true, true, false]);
});

test('without the jobs’ database nothing is found, and nothing is known', async () => {
  runner().store.close();
  const { findings, knows } = await look();
  expect(findings).toEqual([]);
  expect(
    (['backup-overdue', 'drill', 'schedule', 'job', 'job-waiting'] as const).some((kind) => knows(kind, 'x')),
  ).toBe(false);
});
