import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Identity } from '../../lib/access/roles.ts';
import { clusterConnection, findCluster, type ConfiguredCluster } from '../../lib/config.ts';
import type { Actor, Job } from '../../lib/contract/job.ts';
import { applyPlan } from '../../lib/jobs/apply-plan.ts';
import { auditSubjectOf } from '../../lib/jobs/audit-subject.ts';
import { guardOf } from '../../lib/jobs/guard.ts';
import { jobs, runner } from '../../lib/jobs/jobs.ts';
import { restoreChoices, type RestoreChoicesInput } from '../../lib/kinds/restore/review.ts';
import type { RestorePlan, RestoreWork } from '../../lib/kinds/restore/schema.ts';
import { rememberDisplayedPlan } from '../../lib/jobs/displayed-plans.ts';
import { assertMayRestoreAgain, assertMayRestoreFrom } from '../../lib/pages/copy-source.ts';
import { loadApprovals } from '../../lib/pages/load-approvals.ts';
import { planRestoreOf } from '../../lib/pages/load-restore-draft.ts';
import { restoreRequest } from '../../lib/pages/plan-again.ts';
import { originReview, originsOf } from '../../lib/jobs/document-origin.ts';
import { planReview, planSummary } from '../../lib/jobs/plan-changes.ts';
import { refuseResumeOfAnothersCopy } from '../../lib/jobs/restrict-resumed-work.ts';
import { requestApproval } from '../../lib/jobs/store/approvals.ts';
import { requireTypedCluster } from '../../lib/jobs/typed-cluster.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import {
  aliasesOf,
  call,
  emptyCluster,
  seedIndex,
  sharedServer,
  startServer,
  type Server,
} from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';

/** One alias on two real clusters: two documents on production, three on staging. */
const INDEX = 'government-2018-01-08t03-00-00z-aaaa';
const ann: Actor = { name: 'ann', role: 'operator', address: '127.0.0.1' };
const bob: Actor = { name: 'bob', role: 'operator', address: '127.0.0.1' };
const identity = (name: string): Identity => ({ name, groups: [], role: null });

let server: Server;
let url: string;
let directory: string;
let production: ConfiguredCluster;
let staging: ConfiguredCluster;
let ofStaging: string;
let ofProduction: string;

beforeAll(async () => {
  url = await sharedServer();
  server = await startServer({ heapMb: 384, startTimeoutMs: 300_000 });
  await emptyCluster(url);
  directory = mkdtempSync(join(tmpdir(), 'copy-'));
  for (const name of ['a', 'b', 'c']) mkdirSync(join(directory, name));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: local }
clusters:
  main: { name: search-production, environment: production, url: "${url}", backups: a, roles: { operator: ["user:ann", "user:bob"] } }
  lesser: { name: search-staging, environment: staging, url: "${server.url}", backups: b, roles: { operator: ["user:ann"] } }
  secret: { name: search-secret, environment: staging, url: "http://127.0.0.1:9", backups: c, sensitive: true, roles: { operator: ["user:ann"] } }
`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  const documents = [1, 2, 3].map((n) => ({ id: `${n}`, source: { n } }));
  await seedIndex(url, INDEX, { aliases: { government: {} }, documents: documents.slice(1) });
  await seedIndex(server.url, INDEX, { aliases: { government: {} }, documents });
  ofStaging = await backUpAlias(server.url, join(directory, 'b'), 'government');
  ofProduction = await backUpAlias(url, join(directory, 'a'), 'government');
  [production, staging] = [findCluster('main')!, findCluster('lesser')!];
  for (const key of ['main', 'lesser']) await clusterConnection(key).identity();
}, 400_000);

afterAll(async () => {
  await server.stop();
  await emptyCluster(url);
  rmSync(directory, { recursive: true, force: true });
});

const planned = async (
  cluster: ConfiguredCluster,
  backup: string,
  choices: RestoreChoicesInput,
): Promise<RestorePlan> => rememberDisplayedPlan(await planRestoreOf(cluster, backup, restoreChoices.parse(choices)));

interface Started {
  actor?: Actor;
  typedCluster?: string;
}

const start = (
  cluster: ConfiguredCluster,
  backup: string,
  choices: RestoreChoicesInput,
  { fingerprint }: RestorePlan,
  { actor = ann, typedCluster }: Started = {},
): Promise<Job> =>
  applyPlan({
    cluster,
    actor,
    fingerprint,
    key: `once-${Math.random()}`,
    plan: () => planRestoreOf(cluster, backup, restoreChoices.parse(choices)),
    work: (plan) => ({ kind: 'restore', plan }),
    ...(typedCluster === undefined ? {} : { typedCluster }),
  });

async function ended(id: string): Promise<Job> {
  await vi.waitUntil(() => !['queued', 'running'].includes(jobs.get(id)!.status), { timeout: 90_000 });
  return jobs.get(id)!;
}

const stateOf = async (address: string) => ({
  aliases: await aliasesOf(address),
  indices: Object.keys(await call<Record<string, unknown>>(address, 'GET', '/_settings')).sort(),
});

/** Nothing changes without the name of the target, typed exactly; with it the copy is the backup. */
async function requiresTheName(backup: string, choices: RestoreChoicesInput): Promise<RestorePlan> {
  const before = [await stateOf(url), await stateOf(server.url)];
  const plan = await planned(production, backup, choices);
  const { typeCluster } = guardOf(runner().store, production, plan, ann);
  expect(typeCluster).toMatchObject({ name: 'search-production', why: expect.not.stringContaining('search-staging') });
  for (const typedCluster of [undefined, '', 'main', 'search-staging', 'Search-Production', 'government'])
    expect(
      await failureOf(start(production, backup, choices, plan, typedCluster === undefined ? {} : { typedCluster })),
      String(typedCluster),
    ).toMatchObject({ code: 'refused', details: { fields: { typedCluster: 'Type search-production.' } } });
  expect([await stateOf(url), await stateOf(server.url)]).toEqual(before);

  const job = await ended((await start(production, backup, choices, plan, { typedCluster: 'search-production' })).id);
  expect(job).toMatchObject({ status: 'succeeded', result: { check: { verdict: 'equal' } } });
  expect(await call(url, 'GET', `/${plan.target.index}/_count`)).toMatchObject({ count: 3 });
  expect((await aliasesOf(url))['government']).toEqual([plan.target.index]);
  expect(await stateOf(server.url)).toEqual(before[1]);
  return plan;
}

describe('from staging into production', () => {
  test('a backup chosen there is restored only with the name of the target', async () => {
    const plan = await requiresTheName(ofStaging, { alias: 'government', from: 'lesser' });
    const { note } = auditSubjectOf(runner().store, production, {
      fingerprint: plan.fingerprint,
      typedCluster: 'search-production',
    });
    expect(note).toBe('The documents come from search-staging (staging). Typed to confirm it: search-production.');
  });

  test('so is a backup of staging in the folder of production', async () => {
    const backup = await backUpAlias(server.url, join(directory, 'a'), 'government');
    await requiresTheName(backup, { alias: 'government' });
  });
});

test('production’s own backup asks for no name', async () => {
  const plan = await planned(production, ofProduction, { alias: 'government' });
  expect(guardOf(runner().store, production, plan, ann)).not.toHaveProperty('typeCluster');
});

test('from production into staging no name is asked, and the plan warns', async () => {
  const choices = { alias: 'government', from: 'main' };
  const plan = await planned(staging, ofProduction, choices);
  expect(plan.checks).toContainEqual(expect.objectContaining({ id: 'production-documents', level: 'warn' }));
  const job = await ended((await start(staging, ofProduction, choices, plan)).id);
  expect(job).toMatchObject({ status: 'succeeded', result: { check: { verdict: 'equal' } } });
  expect(await call(server.url, 'GET', `/${plan.target.index}/_count`)).toMatchObject({ count: 2 });
});

describe('who may copy', () => {
  const from = (name: string, key: string) =>
    failureOf(assertMayRestoreFrom({ cluster: production, identity: identity(name) }, key, ofStaging));

  test('a cluster without a role is answered as one that does not exist', async () => {
    const [hidden, unknown] = [await from('bob', 'lesser'), await from('bob', 'nothing')];
    expect(hidden).toMatchObject({ code: 'not_found' });
    expect(hidden.message).toBe(unknown.message.replace('nothing', 'lesser'));
    expect(hidden).toMatchObject({ hint: unknown.hint, details: unknown.details });
  });

  test('from a sensitive cluster only a person who may read its documents', async () => {
    expect(await from('ann', 'secret')).toMatchObject({ code: 'forbidden' });
    await assertMayRestoreFrom({ cluster: production, identity: identity('ann') }, 'lesser', ofStaging);
  });
});

test('a copy is resumed by the person who typed the name, and not by one without a role on the source', async () => {
  const plan = await planned(production, ofStaging, { alias: 'government', from: 'lesser' });
  const work: RestoreWork = { kind: 'restore', plan };
  const resume = (actor: Actor, job: Pick<Job, 'actor' | 'work'> = { actor: ann, work }) =>
    failureOf(Promise.resolve().then(() => refuseResumeOfAnothersCopy(runner().store, production, job, actor)));
  expect(await resume(bob)).toMatchObject({ code: 'refused', message: expect.stringContaining('ann typed the name') });
  refuseResumeOfAnothersCopy(runner().store, production, { actor: ann, work }, ann);
  const own = await planned(production, ofProduction, { alias: 'government' });
  refuseResumeOfAnothersCopy(
    runner().store,
    production,
    { actor: ann, work: { kind: 'restore', plan: own } as RestoreWork },
    bob,
  );

  const again = (name: string) => assertMayRestoreAgain({ cluster: production, identity: identity(name) }, work);
  const forbidden = await failureOf(again('bob'));
  expect(forbidden).toMatchObject({ code: 'forbidden' });
  expect(JSON.stringify([forbidden.message, forbidden.hint])).not.toMatch(/staging|lesser/);
  await again('ann');
});

test('the approval is requested with the name too, and its approver reads from where into what', async () => {
  const plan = await planned(production, ofStaging, { alias: 'government', from: 'lesser' });
  const { store } = runner();
  const guard = guardOf(store, production, plan, ann);
  for (const typed of [undefined, 'search-staging'])
    expect(() => requireTypedCluster(guard, typed)).toThrow('Type the name of the cluster, search-production');
  requireTypedCluster(guard, ' search-production ');

  requestApproval(store, {
    cluster: 'main',
    fingerprint: plan.fingerprint,
    summary: planSummary(plan),
    review: { ...planReview(plan), ...originReview(originsOf(store, production, plan)) },
    by: 'ann',
    forMs: 60_000,
    objects: [],
    request: restoreRequest(production, {
      backup: ofStaging,
      choices: restoreChoices.parse({ alias: 'government', from: 'lesser' }),
    }),
  });
  const shownTo = (name: string) => loadApprovals(production, identity(name)).approvals[0]!;
  expect(shownTo('ann')).toMatchObject({
    from: 'lesser',
    origins: ['lesser'],
    path: expect.stringContaining('from=lesser'),
  });
  const hidden = shownTo('bob');
  expect(hidden).toMatchObject({ origins: [], path: null, review: { originEnvironments: ['staging'] } });
  expect(JSON.stringify(hidden)).not.toMatch(/search-staging|lesser/);
});
