import { createWriteStream, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Identity } from '../../lib/access/roles.ts';
import { openZip } from '../../lib/archive/read-zip.ts';
import { clusterConnection, findCluster, type ConfiguredCluster } from '../../lib/config.ts';
import { saveSnapshotPlaces } from '../../lib/config/cluster-places.ts';
import { auditLogFilter } from '../../lib/contract/audit-log.ts';
import type { Incident } from '../../lib/contract/incident.ts';
import type { Actor, Job } from '../../lib/contract/job.ts';
import { jobsFilter } from '../../lib/contract/jobs-page.ts';
import { applyPlan } from '../../lib/jobs/apply-plan.ts';
import { auditSubjectOf } from '../../lib/jobs/audit-subject.ts';
import { clusterUuidOf } from '../../lib/jobs/cluster-entries.ts';
import { clusterToType } from '../../lib/jobs/document-origin.ts';
import { guardOf } from '../../lib/jobs/guard.ts';
import { recordsOf } from '../../lib/jobs/incident-records.ts';
import { jobs, runner } from '../../lib/jobs/jobs.ts';
import { missingAfter } from '../../lib/kinds/restore/effect.ts';
import { restoreChoices, type RestoreChoicesInput } from '../../lib/kinds/restore/review.ts';
import type { RestorePlan, RestoreWork } from '../../lib/kinds/restore/schema.ts';
import type { RestoreSnapshotPlan } from '../../lib/kinds/restore-snapshot/schema.ts';
import { rememberDisplayedPlan } from '../../lib/jobs/displayed-plans.ts';
import { assertMayRestoreAgain, assertMayRestoreFrom } from '../../lib/pages/copy-source.ts';
import { loadApprovalPlan } from '../../lib/pages/approval-plan.ts';
import { openIncidentBundle } from '../../lib/pages/incident-bundle.ts';
import { loadApprovals } from '../../lib/pages/load-approvals.ts';
import { loadAuditLog } from '../../lib/pages/load-audit-log.ts';
import { loadJob, loadJobLog } from '../../lib/pages/load-job.ts';
import { loadJobs } from '../../lib/pages/load-jobs.ts';
import { planRestoreOf } from '../../lib/pages/load-restore-draft.ts';
import { restoreRequest } from '../../lib/pages/plan-again.ts';
import { reviewedOrigins } from '../../lib/jobs/origin-review.ts';
import { planReview, planSummary } from '../../lib/jobs/plan-changes.ts';
import { refuseResumeOfAnothersCopy } from '../../lib/jobs/restrict-resumed-work.ts';
import { requestApproval } from '../../lib/jobs/store/approvals.ts';
import { auditAttempt, auditOutcome } from '../../lib/jobs/store/audit-log.ts';
import { requireTypedCluster } from '../../lib/jobs/typed-cluster.ts';
import { jobFacts } from '../../lib/watch/job-facts.ts';
import { anIncident } from '../support/an-incident.ts';
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
import { switchPlan } from './builders.ts';

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
  server = await startServer({ name: 'es-of-staging', heapMb: 384, startTimeoutMs: 300_000 });
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

/** Which of what only a person with a role on staging may know is in there. */
const secretsIn = (read: unknown): string[] => {
  const text = JSON.stringify(read);
  return ['search-staging', 'es-of-staging', 'lesser', join(directory, 'b')].filter((secret) => text.includes(secret));
};

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

test('versions of staging never decide what is overwritten on production', async () => {
  const choices = { from: 'lesser', into: INDEX, onConflict: 'external_gte', switchAlias: 'no' } as const;
  const plan = await planned(production, ofStaging, choices);
  expect(plan.checks).toContainEqual(expect.objectContaining({ id: 'versions-of-another-cluster', level: 'refuse' }));
  const before = await stateOf(url);
  expect(
    await failureOf(start(production, ofStaging, choices, plan, { typedCluster: 'search-production' })),
  ).toMatchObject({
    code: 'refused',
  });
  expect(await stateOf(url)).toEqual(before);
  expect(missingAfter(plan)).toMatchObject({ title: 'Overwritten by the restore', warns: true });
  const overwriting = await planned(production, ofStaging, { ...choices, onConflict: 'index' });
  expect(missingAfter(overwriting).text).toMatch(
    /^each document that the backup has too, whenever it was written here/,
  );
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
    review: { ...planReview(plan), ...reviewedOrigins(store, production, plan) },
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
  expect(secretsIn([hidden, await loadApprovalPlan(production, hidden.id, identity('bob'))])).toEqual([]);
  expect(hidden.review!.checks).toContainEqual(
    expect.objectContaining({ id: 'source-cluster', level: 'warn', title: 'It was chosen from another cluster' }),
  );
  expect(JSON.stringify(shownTo('ann').review)).toContain('The backup is of another cluster: es-of-staging');
});

test('the approver of a snapshot reads from where its documents may come, as the requester does', () => {
  const { store } = runner();
  const place = 'fs /mnt/snapshots';
  saveSnapshotPlaces(staging, [place]);
  const plan = rememberDisplayedPlan({
    ...switchPlan({ fingerprint: 'of a snapshot' }),
    kind: 'restore-snapshot',
    cluster: { ...switchPlan().cluster, uuid: clusterUuidOf(store, production)! },
    snapshot: { clusterUuid: null, place },
  } as unknown as RestoreSnapshotPlan);
  const { why } = clusterToType(store, production, plan)!;
  const review = { checks: [], before: [], after: [], ...reviewedOrigins(store, production, plan) };
  expect(review).toEqual({ checks: [], before: [], after: [], possibleOriginEnvironments: ['staging'] });
  const { fingerprint } = plan;
  const { id } = requestApproval(store, {
    cluster: 'main',
    fingerprint,
    summary: '',
    review,
    by: 'ann',
    forMs: 60_000,
  });
  const mayCome = (name: string) =>
    loadApprovals(production, identity(name)).approvals.find((approval) => approval.id === id)!.mayCome!;
  const [beginning, reason] = why.split(', and production is a higher environment. ') as [string, string];
  expect(mayCome('bob')).toBe(`${beginning}. ${reason}`);
  expect(mayCome('bob')).toContain('may come from another cluster (staging)');
  expect(mayCome('ann')).toBe(`The documents may come from search-staging (staging). ${reason}`);
});

describe('a job that copies', () => {
  /** As a person reads it: pages, lists, the log, the audit log and the bundle. */
  async function readBy(name: string, id: string) {
    const actor: Actor = { name, role: 'operator', address: null };
    const context = { cluster: production, identity: identity(name), actor };
    return {
      page: await loadJob(production, id, identity(name)),
      others: [
        loadJobs(production, jobsFilter.parse({}), identity(name)),
        loadJobLog(production, id, undefined, identity(name)),
        loadAuditLog(context, auditLogFilter.parse({})).entries,
      ],
      bundle: await filesOf(await openIncidentBundle(context, id)),
    };
  }

  async function filesOf({ stream }: Awaited<ReturnType<typeof openIncidentBundle>>): Promise<Record<string, string>> {
    const file = join(directory, `${String(Math.random())}.zip`);
    await pipeline(stream(new AbortController().signal), createWriteStream(file));
    const zip = await openZip(file);
    const found: Record<string, string> = {};
    for (const entry of zip.table.entries) found[entry.name] = (await buffer(zip.read(entry))).toString();
    await zip.close();
    return found;
  }

  let done: Job;
  let failed: Job;
  beforeAll(async () => {
    const choices = { alias: 'government', from: 'lesser' };
    const plan = await planned(production, ofStaging, choices);
    done = await ended((await start(production, ofStaging, choices, plan, { typedCluster: 'search-production' })).id);
    const next = await planned(production, ofStaging, choices);
    const [file, hidden] = [join(directory, 'b', ofStaging), join(directory, 'away.zip')];
    renameSync(file, hidden);
    failed = await ended(
      jobs.start({ cluster: 'main', actor: ann, work: { kind: 'restore', plan: next } as RestoreWork }).id,
    );
    renameSync(hidden, file);
    const line = { cluster: 'main', actor: ann, address: null };
    const several = { cluster: 'main', repository: 'nightly', snapshot: 'first', from: 'lesser', restores: [] };
    auditAttempt(runner().store, { ...line, action: 'restore several indices of a snapshot', input: several });
    const resumed = auditAttempt(runner().store, {
      ...line,
      action: 'resume job',
      input: { cluster: 'main', job: done.id },
    });
    const failure = { code: 'forbidden' as const, message: 'Your role on search-staging does not allow it.' };
    auditOutcome(runner().store, resumed, { outcome: 'failed', failure });
  });

  test('says all of it to a person with a role on both', async () => {
    const { bundle, others, page } = await readBy('ann', done.id);
    const source = `folder:${join(directory, 'b')}`;
    expect(page).toMatchObject({
      result: { backup: { source, id: ofStaging } },
      restore: { copied: { from: 'lesser', backup: ofStaging } },
    });
    expect(bundle['plan.json']).toContain('The backup is of another cluster: es-of-staging');
    for (const text of [bundle['plan.json'], bundle['job.json'], bundle['audit-log.ndjson'], JSON.stringify(others)])
      expect(text).toContain(source);
    expect((await loadJob(production, failed.id, identity('ann'))).failure!.message).toContain(join(directory, 'b'));
    expect(JSON.stringify(others)).toContain(`There is no file ${join(directory, 'b')}`);
    expect(JSON.stringify(others)).toContain('Your role on search-staging');
    expect(JSON.stringify(others)).toContain('"from":"lesser"');
  });

  test('says nothing of the other cluster to a person without a role there', async () => {
    for (const { id } of [done, failed]) expect(secretsIn(await readBy('bob', id))).toEqual([]);
    const { bundle, page } = await readBy('bob', done.id);
    expect(page).toMatchObject({
      backup: null,
      isCopy: true,
      result: { backup: { source: 'another cluster', id: ofStaging }, check: { verdict: 'equal' } },
      restore: { backup: null, copied: { from: null, backup: ofStaging } },
    });
    expect(JSON.parse(bundle['plan.json']!)).toMatchObject({ from: 'another cluster', backup: { clusterUuid: null } });
    expect(JSON.parse(bundle['job.json']!)).toMatchObject({
      locks: [expect.stringMatching(/^index /), 'alias government'],
    });
    const reason = 'The reason may name another cluster, and is left out.';
    expect(await loadJob(production, failed.id, identity('bob'))).toMatchObject({
      failure: { code: 'not_found', message: reason },
      row: { outcome: reason },
    });
    expect(await loadJob(production, failed.id, null)).toMatchObject({ failure: { message: reason } });
  });

  test('is not found by the place of its backup', () => {
    const text = join(directory, 'b');
    const actor: Actor = { name: 'bob', role: 'operator', address: null };
    const found = (name: string, looked: string) => [
      loadJobs(production, jobsFilter.parse({ text: looked }), identity(name)).rows.length > 0,
      loadAuditLog({ cluster: production, identity: identity(name), actor }, auditLogFilter.parse({ text: looked }))
        .entries.length > 0,
    ];
    expect([found('ann', text), found('bob', text), found('bob', ofStaging)]).toEqual([
      [true, true],
      [false, false],
      [true, true],
    ]);
  });

  test('has an incident that names no other cluster', () => {
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const { findings } = jobFacts(production, since, Date.now());
    const found = findings.find(({ facts }) => facts.kind === 'job' && facts.job === failed.id)!;
    const { facts, subject } = found;
    const incident = anIncident({
      cluster: 'main',
      subject,
      facts: facts as Incident['facts'],
      began: { at: since, after: null },
    });
    const records = recordsOf(runner().store, incident, Date.now());
    expect(records.jobs).toContainEqual(expect.objectContaining({ id: failed.id, status: 'failed' }));
    expect(secretsIn([findings, records])).toEqual([]);
  });
});
