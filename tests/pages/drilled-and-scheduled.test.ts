import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster, type ConfiguredCluster } from '../../lib/config.ts';
import type { JobWork } from '../../lib/contract/job.ts';
import { overview, type Overview } from '../../lib/contract/overview.ts';
import { jobs, runner } from '../../lib/jobs/jobs.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { claimRun, endRun } from '../../lib/jobs/store/schedule-runs.ts';
import { addSchedule } from '../../lib/jobs/store/schedules.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { readsOf } from '../../lib/live/cluster-reads.ts';
import { loadBackup } from '../../lib/pages/load-backup.ts';
import { loadBackups } from '../../lib/pages/load-backups.ts';
import { loadOverview } from '../../lib/pages/load-overview.ts';
import { placeOf, planRun } from '../../lib/pages/place.ts';
import { previewSchedule } from '../../lib/pages/preview-schedule.ts';
import { planDrillFor, planDrillOf, removeLeftoversBefore } from '../../lib/pages/plan-drill.ts';
import { aSchedule } from '../support/a-schedule.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';

const CHOICES = { limit: '', once: '0123456789abcdef0123456789abcdef' };
const DAY_MS = 86_400_000;
let url: string;
let directory: string;
let cluster: ConfiguredCluster;
let backup: string;

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  directory = mkdtempSync(join(tmpdir(), 'drilled-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }\nclusters:\n  production: { url: "${url}", backups: backups }\n`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  cluster = findCluster('production')!;
  const documents = ['1', '2', '3'].map((id) => ({ id, source: { n: Number(id) } }));
  await seedIndex(url, 'government-2018-01-08t03-00-00z-bbbb', { documents, aliases: { government: {} } });
  const plan = await planBackup(
    placeOf(cluster),
    { aliases: ['government'], indices: [], source: cluster.backupSource },
    planRun(),
  );
  await done({ kind: 'backup', plan });
  backup = (await listed()).rows[0]!.id;
}, 300_000);
afterAll(async () => {
  await emptyCluster(url);
  rmSync(directory, { recursive: true, force: true });
});

async function done(work: JobWork & { plan: object }): Promise<string> {
  const { id } = jobs.start({ cluster: cluster.key, actor: { name: 'ann', role: 'operator', address: null }, work });
  await vi.waitUntil(() => !['queued', 'running'].includes(jobs.get(id)!.status), { timeout: 60_000 });
  expect(jobs.get(id)).toMatchObject({ status: 'succeeded' });
  return id;
}

async function listed() {
  await readsOf(cluster.key).backups.read({ maxAgeMs: 0, waitMs: 10_000 });
  return await loadBackups(cluster, { kind: 'any', state: 'any', sort: 'date', order: 'down' });
}

async function shown(): Promise<Overview> {
  await readsOf(cluster.key).indices.read({ maxAgeMs: 0, waitMs: 10_000 });
  return overview.parse(await loadOverview(cluster));
}

test('an alias is not proven before a drill; then its row, its backup and the list say when and how', async () => {
  expect((await shown()).aliases[0]).toMatchObject({ alias: 'government', proven: { last: null, failed: null } });
  expect((await loadBackup(cluster, backup)).row.drill).toBeUndefined();

  const displayed = await planDrillFor(cluster, { id: backup }, CHOICES);
  await removeLeftoversBefore(cluster);
  const plan = await planDrillOf(cluster, { id: backup }, CHOICES);
  expect(plan.fingerprint).toBe(displayed.fingerprint);
  const job = await done({ kind: 'drill', plan });

  const { aliases, aliasTotals } = await shown();
  expect(aliases).toHaveLength(1);
  expect(aliases[0]).toMatchObject({ proven: { last: { job, documents: 3, equal: 3 }, failed: null } });
  expect(aliasTotals).toMatchObject({ all: 1, proven: 1 });
  expect((await loadBackup(cluster, backup)).row.drill).toMatchObject({ job, ok: true, equal: 3 });
  expect((await listed()).rows[0]).toMatchObject({ id: backup, drill: { job } });
});

test('what is typed for a schedule is counted, and names and patterns that match nothing are said', async () => {
  const typed = { part: 'what', all: 'no', aliases: 'government,other', indices: 'government-*,logs-*' } as const;
  expect(await previewSchedule(cluster, typed)).toMatchObject({ aliases: 1, indices: 1, missing: ['other', 'logs-*'] });
});

test('a failed run of a schedule is on the overview, and its alias is overdue by the run, not by an age', async () => {
  const { store } = runner();
  const weekAgo = Date.now() - 7 * DAY_MS;
  const { spec } = aSchedule({ what: { aliases: ['government'] }, cron: '*/30 * * * *' });
  const schedule = addSchedule(store, cluster.key, spec, { by: 'ann', now: weekAgo });
  const fail = () => {
    const dueAt = Date.now();
    expect(
      claimRun(store, { schedule: schedule.id, dueAt, trigger: 'time' }, schedule, thisProcess('server')).outcome,
    ).toBe('claimed');
    endRun(store, { schedule: schedule.id, dueAt }, { state: 'failed', why: 'No space is left.' });
  };
  fail();
  const failed = { schedule: 'Nightly', state: 'failed', why: 'No space is left.', lastGood: null, running: false };
  expect((await shown()).scheduleWarnings).toMatchObject({ value: [failed], failure: null });

  // Two hours later, with the backup of the test's beginning.
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 2 * 3_600_000 });
  try {
    const page = await listed();
    expect(page.lateBy).toMatchObject([{ run: { schedule: 'Nightly' }, aliases: ['government'], count: 1 }]);
    expect(page.groups[0]).toMatchObject({ group: 'government', overdue: true });
    const run = { schedule: 'Nightly' };
    expect((await shown()).aliases[0]).toMatchObject({ overdue: true, expectedRun: { ...run, state: 'missing' } });
    fail();
    expect((await shown()).aliases[0]).toMatchObject({ overdue: true, expectedRun: { ...run, state: 'ran' } });
  } finally {
    vi.useRealTimers();
  }
});

test('without the jobs’ database it is unknown whether a backup is overdue, and what was proven', async () => {
  runner().store.close();
  expect(await shown()).toMatchObject({
    aliases: [{ overdue: null }],
    aliasTotals: { proven: null, healthy: 0 },
    scheduleWarnings: { value: null },
  });
});
