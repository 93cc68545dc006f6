import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { folderSource } from '../../lib/contract/backup-ref.ts';
import type { JobWork, RunningJob } from '../../lib/contract/job.ts';
import type { Progress } from '../../lib/contract/progress.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { kinds } from '../../lib/kinds/kinds.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runs } from '../../lib/kinds/runs.ts';
import { planSwitch } from '../../lib/kinds/switch/plan.ts';
import { jobStepsOf } from '../../lib/present/job-steps.ts';
import { aRun } from '../support/a-run.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { placeOf } from '../support/test-place.ts';

const LIVE = 'government-2018-01-08t03-00-00z-aaaa';
const OLD = 'government-2018-01-07t03-00-00z-bbbb';
let url: string;
let cluster: Cluster;
let folder: string;

beforeAll(async () => {
  url = await sharedServer();
  cluster = connect({ url });
  folder = await mkdtemp(join(tmpdir(), 'restore-desk-phases-'));
});
beforeEach(async () => {
  await emptyCluster(url);
  await seedIndex(url, LIVE, seed({ government: {} }));
  await seedIndex(url, OLD, seed({}));
});
afterAll(async () => {
  await emptyCluster(url);
  await cluster.close();
  await rm(folder, { recursive: true, force: true });
});

const seed = (aliases: Record<string, object>) => ({
  aliases,
  documents: Array.from({ length: 50 }, (_, n) => ({ id: String(n), source: `{"n":${n}}` })),
});

/** Carries a work out, and returns which step was under way at each report, by its id. */
async function stepsOfRun(work: JobWork): Promise<string[]> {
  const run = aRun({ directory: join(folder, 'run') });
  await runs.of(work)(placeOf(cluster), work, run);
  expect(run.reports.length).toBeGreaterThan(0);
  const steps = run.reports.map((progress) => underWay(work, progress));
  return steps.filter((step, position) => step !== steps[position - 1]);
}

/** The step that the page of the job marks as under way. */
function underWay(work: JobWork, progress: Progress): string {
  const steps = kinds.of(work).steps(work, null);
  const running = { status: 'running', work, progress, title: '' } as unknown as RunningJob;
  const now = jobStepsOf(running).findIndex(({ state }) => state === 'now');
  expect(steps[now]?.phases, `the phase ${progress.phase} belongs to the step under way`).toContain(progress.phase);
  return steps[now]!.id;
}

const backUp = async () => {
  const place = placeOf(cluster);
  const plan = await planBackup(place, { aliases: ['government'], source: folderSource(folder) }, aRun());
  return { kind: 'backup' as const, plan };
};
const oneBackup = async () => {
  const work = await backUp();
  const result = await runs.of(work)(placeOf(cluster), work, aRun());
  return (result as unknown as { backups: { backup: { source: string; id: string } }[] }).backups[0]!.backup;
};

test('a backup is read, then published', async () => {
  expect(await stepsOfRun(await backUp())).toEqual(['read', 'publish']);
});

test('a restore into a new index goes through its steps in order', async () => {
  const plan = await planRestore(placeOf(cluster), { backup: await oneBackup() }, aRun());
  const steps = await stepsOfRun({ kind: 'restore', plan } as JobWork);
  expect(steps).toEqual(['target', 'load', 'settle', 'compare', 'move-alias']);
});

test('a restore into an index that exists looks every document up, and its steps never go back', async () => {
  const request = { backup: await oneBackup(), into: OLD, switchAlias: false };
  const plan = await planRestore(placeOf(cluster), request, aRun());
  const steps = await stepsOfRun({ kind: 'restore', plan } as JobWork);
  expect(steps).toEqual(['load', 'settle', 'compare']);
});

test('a switch opens a closed index, then moves the alias', async () => {
  await call(url, 'POST', `/${OLD}/_close`);
  const plan = await planSwitch(placeOf(cluster), { index: OLD, alias: 'government' }, aRun());
  expect(await stepsOfRun({ kind: 'switch', plan } as JobWork)).toEqual(['open', 'move-alias']);
});

test('a verification and a clean-up have one step each', async () => {
  expect(await stepsOfRun({ kind: 'verify', backup: await oneBackup() } as JobWork)).toEqual(['read']);
  const plan = await planCleanUp(placeOf(cluster), { keep: 0, filling: [] }, aRun());
  expect(await stepsOfRun({ kind: 'clean-up', plan } as JobWork)).toEqual(['delete']);
});
