import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { refOfFile } from '../../lib/contract/backup-ref.ts';
import type { JobWork, RunningJob } from '../../lib/contract/job.ts';
import type { Progress } from '../../lib/contract/progress.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { planDrill } from '../../lib/kinds/drill/plan.ts';
import { kinds } from '../../lib/kinds/kinds.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import { runs } from '../../lib/kinds/runs.ts';
import { planSwitch } from '../../lib/kinds/switch/plan.ts';
import { jobStepsOf } from '../../lib/present/job-steps.ts';
import { aRun } from '../support/a-run.ts';
import { call } from '../support/elasticsearch.ts';
import { setUpServer } from '../support/set-up-server.ts';

const LIVE = 'government-2018-01-08t03-00-00z-aaaa';
const OLD = 'government-2018-01-07t03-00-00z-bbbb';
const server = setUpServer();

beforeEach(async () => {
  await server.seed(LIVE, 50, { aliases: { government: {} } });
  await server.seed(OLD, 50);
});

/** Runs a work, and returns the ids of the steps that its reports were in. */
async function stepsOfRun(work: JobWork): Promise<string[]> {
  const run = aRun({ directory: join(server.directory, 'run') });
  await runs.of(work)(server.place, work, run);
  expect(run.reports.length).toBeGreaterThan(0);
  const steps = run.reports.map((progress) => currentStep(work, progress));
  return steps.filter((step, position) => step !== steps[position - 1]);
}

/** The id of the step that the page of the job marks as current. */
function currentStep(work: JobWork, progress: Progress): string {
  const steps = kinds.of(work).steps(work, null);
  const running = { status: 'running', work, progress, title: '' } as unknown as RunningJob;
  const now = jobStepsOf(running).findIndex(({ state }) => state === 'now');
  expect(steps[now]?.phases, `the phase ${progress.phase} belongs to the current step`).toContain(progress.phase);
  return steps[now]!.id;
}

const backupWork = async () => ({
  kind: 'backup' as const,
  plan: await server.planBackup({ aliases: ['government'] }),
});
const makeBackup = async () => refOfFile(await server.backUp(LIVE));

test('a backup is read, then published', async () => {
  expect(await stepsOfRun(await backupWork())).toEqual(['read', 'publish']);
});

test('a restore into a new index goes through its steps in order', async () => {
  const plan = await planRestore(server.place, { backup: await makeBackup() }, aRun());
  const steps = await stepsOfRun({ kind: 'restore', plan } as JobWork);
  expect(steps).toEqual(['target', 'load', 'settle', 'compare', 'move-alias']);
});

test('a restore into an index that exists looks every document up, and its steps never go back', async () => {
  const request = { backup: await makeBackup(), into: OLD, switchAlias: false };
  const plan = await planRestore(server.place, request, aRun());
  const steps = await stepsOfRun({ kind: 'restore', plan } as JobWork);
  expect(steps).toEqual(['load', 'settle', 'compare']);
});

test('a drill restores, compares, and deletes its index', async () => {
  const request = { backup: { zip: await makeBackup() }, alias: null, documentsPerSecond: null, probes: [] };
  const plan = await planDrill(server.place, { ...request, key: '0123456789ab' }, aRun());
  expect(await stepsOfRun({ kind: 'drill', plan } as JobWork)).toEqual([
    'target',
    'load',
    'settle',
    'compare',
    'delete',
  ]);
});

test('a switch opens a closed index, then moves the alias', async () => {
  await call(server.url, 'POST', `/${OLD}/_close`);
  const plan = await planSwitch(server.place, { index: OLD, alias: 'government' }, aRun());
  expect(await stepsOfRun({ kind: 'switch', plan } as JobWork)).toEqual(['open', 'move-alias']);
});

test('a verification and a clean-up have one step each', async () => {
  expect(await stepsOfRun({ kind: 'verify', backups: [await makeBackup()] } as JobWork)).toEqual(['read']);
  const plan = await planCleanUp(server.place, { keep: 0, indicesBeingWritten: [] }, aRun());
  expect(await stepsOfRun({ kind: 'clean-up', plan } as JobWork)).toEqual(['delete']);
});
