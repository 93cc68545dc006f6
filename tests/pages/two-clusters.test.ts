import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { clusterConnection, findCluster, type ConfiguredCluster } from '../../lib/config.ts';
import { auditLogFilter } from '../../lib/contract/audit-log.ts';
import type { Job } from '../../lib/contract/job.ts';
import { jobs, runner } from '../../lib/jobs/jobs.ts';
import { originSentence } from '../../lib/jobs/origin-sentence.ts';
import { auditAttempt, auditOutcome } from '../../lib/jobs/store/audit-log.ts';
import { eachAuditEntry } from '../../lib/jobs/store/read-audit-log.ts';
import { planCompare } from '../../lib/kinds/compare/plan.ts';
import { auditLogStream, loadAuditLog } from '../../lib/pages/load-audit-log.ts';
import { assertMayReadDifferences, loadDifferences, loadDifferentDocument } from '../../lib/pages/load-comparison.ts';
import { loadIndex } from '../../lib/pages/load-index.ts';
import { loadJob, loadJobLog } from '../../lib/pages/load-job.ts';
import { loadJobs } from '../../lib/pages/load-jobs.ts';
import { lookUp } from '../../lib/pages/look-up.ts';
import { placeOf, planRun } from '../../lib/pages/place.ts';
import { jobsFilter } from '../../lib/contract/jobs-page.ts';
import { runCommand } from '../support/command-line.ts';
import { call, emptyCluster, seedIndex, sharedServer, startServer, type Server } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';

/** An index of one name on two real clusters. */
const INDEX = 'government-1';
const { signal } = new AbortController();
const ANN = { name: 'ann', groups: [], role: null };
const VIC = { name: 'vic', groups: [], role: null };
/** May read the audit log here, and has no role there. */
const OLI = { name: 'oli', groups: [], role: null };
let server: Server;
let proxy: FaultyProxy;
let directory: string;
let production: ConfiguredCluster;
let staging: ConfiguredCluster;

const source = (n: number) => `{"n":${n},"title":"harbour ${n}"}`;

beforeAll(async () => {
  const url = await sharedServer();
  server = await startServer({ heapMb: 384, startTimeoutMs: 300_000 });
  await emptyCluster(url);
  proxy = await startFaultyProxy(server.url);
  directory = mkdtempSync(join(tmpdir(), 'two-clusters-'));
  for (const name of ['a', 'b']) mkdirSync(join(directory, name));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: local }
clusters:
  production: { name: search-production, url: "${url}", backups: a, roles: { viewer: ["user:vic"], operator: ["user:ann", "user:oli"] } }
  staging: { name: search-staging, url: "${proxy.url}", backups: b, roles: { operator: ["user:ann"] } }
  again: { name: search-again, url: "${url}", backups: a, roles: { operator: ["user:ann"] } }
`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  const documents = Array.from({ length: 400 }, (_, n) => ({ id: `p${n}`, source: source(n) }));
  await seedIndex(url, INDEX, { aliases: { government: {} }, documents });
  const others = documents.slice(10).map((each, n) => (n === 0 ? { ...each, source: '{"n":-1}' } : each));
  others.push({ id: 'only-there', source: '{"n":-2}' });
  await seedIndex(server.url, INDEX, { aliases: { government: {} }, documents: others });
  [production, staging] = [findCluster('production')!, findCluster('staging')!];
}, 400_000);

afterEach(() => proxy.clear());
afterAll(async () => {
  await proxy.close();
  await server.stop();
  rmSync(directory, { recursive: true, force: true });
});

const on = (key: string) => ({ key, name: findCluster(key)!.name, cluster: clusterConnection(key) });

async function start(): Promise<string> {
  const work = await planCompare(
    placeOf(production),
    { left: { index: INDEX }, right: { index: 'government', on: on('staging') } },
    planRun(),
  );
  return jobs.start({ cluster: 'production', actor: { name: 'ann', role: 'operator', address: null }, work }).id;
}

async function ended(id: string): Promise<Job> {
  await vi.waitUntil(() => !['queued', 'running'].includes(jobs.get(id)!.status), { timeout: 90_000 });
  return jobs.get(id)!;
}

describe('a comparison of two clusters', () => {
  let id: string;
  beforeAll(async () => {
    id = await start();
    expect((await ended(id)).status).toBe('succeeded');
  });

  test('counts and documents are those of both clusters', async () => {
    expect(jobs.get(id)).toMatchObject({
      result: { counts: { equal: 389, changed: 1, onlyLeft: 10, onlyRight: 1 }, way: 'all' },
    });
    const { rows } = await loadDifferences(production, id, { bucket: 'changed', from: 0, contains: '' }, signal);
    expect(rows.map((row) => row.id)).toEqual(['p10']);
    const document = await loadDifferentDocument(production, id, { ...rows[0]!, bucket: 'changed' }, signal);
    expect(document).toMatchObject({
      left: { state: 'read', changedSince: false },
      right: { state: 'read', changedSince: false },
      fields: { differences: expect.arrayContaining([expect.objectContaining({ path: 'n' })]) },
    });
  });

  test('a person with a role on both reads the name of the other cluster', async () => {
    const detail = await loadJob(production, id, ANN);
    expect(detail.row.title).toBe(`Compare ${INDEX} with ${INDEX} on search-staging`);
    expect(detail.compared).toMatchObject({ right: { cluster: { key: 'staging', name: 'search-staging' } } });
    expect(detail.compared).not.toHaveProperty('documentsBlocked');
    expect(detail.summary).toContain('on search-staging');
    const [row] = loadJobs(production, jobsFilter.parse({}), ANN).rows;
    expect(row!.title).toContain('search-staging');
    const outcome = `389 documents equal, 1 changed, 10 only on the left, 1 only in ${INDEX} on search-staging.`;
    expect([row!.outcome, detail.row.outcome]).toEqual([outcome, outcome]);
    expect((await loadIndex(production, INDEX, ANN)).jobs![0]!.row).toMatchObject({ title: row!.title, outcome });
    await assertMayReadDifferences({ context: { cluster: production, identity: ANN }, params: { id } });
  });

  test('a person without a role there reads neither its name nor its documents', async () => {
    const detail = await loadJob(production, id, VIC);
    expect(detail.row.title).toBe(`Compare ${INDEX} with ${INDEX} on another cluster`);
    expect(detail.compared).toMatchObject({
      right: { cluster: { key: null, name: null }, now: null },
      documentsBlocked: 'The right index is of another cluster, on which you have no role.',
    });
    const everything = [
      detail,
      loadJobs(production, jobsFilter.parse({}), VIC),
      loadJobLog(production, id, undefined, VIC),
      await loadIndex(production, INDEX, VIC),
    ];
    expect(detail.row.outcome).toContain(`1 only in ${INDEX} on another cluster.`);
    expect(JSON.stringify(everything)).not.toMatch(/staging/);
    const refused = assertMayReadDifferences({ context: { cluster: production, identity: VIC }, params: { id } });
    expect(await failureOf(refused)).toMatchObject({ code: 'forbidden' });
  });

  test('what is stored for all does not name the other cluster', () => {
    const lines = [...eachAuditEntry(runner().store, { cluster: 'production', job: id })];
    expect(lines.length).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toMatch(/staging/);
  });
});

describe('the audit log', () => {
  const reader = (identity: typeof ANN) => ({
    cluster: production,
    identity,
    actor: { name: identity.name, role: 'operator' as const, address: null },
  });
  const any = auditLogFilter.parse({});
  const both = (identity: typeof ANN) =>
    Promise.all([
      JSON.stringify(loadAuditLog(reader(identity), any).entries),
      new Response(auditLogStream(reader(identity), any)).text(),
    ]);

  beforeAll(() => {
    const { store } = runner();
    const line = { cluster: 'production', actor: { name: 'ann', role: 'operator', address: null }, address: null };
    const compared = { cluster: 'production', left: { index: INDEX }, right: { index: INDEX, cluster: 'staging' } };
    const failed = auditAttempt(store, { ...line, action: 'compare', input: compared });
    const message = 'search-staging: No connection to staging.example:9200.';
    auditOutcome(store, failed, { outcome: 'failed', failure: { code: 'unreachable', message } });
    const note = originSentence([staging]);
    auditAttempt(store, { ...line, action: 'restore', input: { ...line, choices: { from: 'staging' } }, note });
  });

  test('names the other cluster to a person with a role there, on the page and in the export', async () => {
    for (const text of await both(ANN)) {
      expect(text).toContain('"cluster":"staging"');
      expect(text).toContain('"from":"staging"');
      expect(text).toContain('search-staging: No connection');
      expect(text).toContain('The documents come from search-staging');
    }
  });

  test('does not name it to others, and does not find its key for them', async () => {
    for (const text of await both(OLI)) {
      expect(text).not.toMatch(/staging/);
      expect(text).toContain('another cluster');
      expect(text).toContain(INDEX);
    }
    const find = (identity: typeof ANN, text: string) =>
      loadAuditLog(reader(identity), auditLogFilter.parse({ text })).entries.length;
    expect([find(ANN, 'staging'), find(OLI, 'staging'), find(OLI, 'stag')]).toEqual([2, 0, 0]);
    expect(find(OLI, INDEX)).toBeGreaterThan(0);
  });
});

test('the same index by two entries of one cluster is refused', async () => {
  const planned = planCompare(
    placeOf(production),
    { left: { index: INDEX }, right: { index: 'government', on: on('again') } },
    planRun(),
  );
  expect(await failureOf(planned)).toMatchObject({ code: 'refused', message: 'Both sides are the same index.' });
});

test('an error of the other cluster names it', async () => {
  const missing = { left: { index: INDEX }, right: { index: 'nothing', on: on('staging') } };
  expect(await failureOf(planCompare(placeOf(production), missing, planRun()))).toMatchObject({
    code: 'not_found',
    message: 'search-staging: There is no index or alias called nothing.',
  });
  await proxy.refuse();
  expect(await failureOf(planCompare(placeOf(production), missing, planRun()))).toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/^search-staging: No connection to /),
  });
  await proxy.accept();
});

test('a running comparison waits for the other cluster, says for which, and goes on', async () => {
  const slow = proxy.inject({ fault: { kind: 'answer', status: 503 }, match: ({ path }) => path.includes('_search') });
  const id = await start();
  await vi.waitUntil(() => slow.hits > 2, { timeout: 60_000 });
  await proxy.refuse();
  await vi.waitUntil(
    async () =>
      JSON.stringify([loadJobLog(production, id, undefined), (await loadJob(production, id, ANN)).row]).includes(
        'search-staging',
      ) || loadJobLog(production, id, undefined).lines.length > 0,
    { timeout: 60_000 },
  );
  const [seen, hidden] = [await loadJob(production, id, ANN), await loadJob(production, id, VIC)];
  expect(JSON.stringify(seen.row)).toContain('search-staging');
  expect(JSON.stringify([hidden, loadJobLog(production, id, undefined, VIC)])).not.toMatch(/staging|127\.0\.0\.1/);
  proxy.clear();
  await proxy.accept();
  expect((await ended(id)).status).toBe('succeeded');
});

test('the command line compares indices of two clusters, by a key and by an address', async () => {
  const url = await sharedServer();
  const environment = { RESTORE_DESK_CONFIG: join(directory, 'restore-desk.yaml'), RESTORE_DESK_DATA: directory };
  const run = (...words: string[]) => runCommand(['compare', url, INDEX, ...words], { cwd: directory, environment });
  const byKey = await run('government', '--right-cluster', 'staging');
  expect([byKey.code, byKey.stdout]).toEqual([0, expect.stringContaining(`1 only in ${INDEX} on search-staging.`)]);
  const { code, json } = await run(INDEX, '--left-cluster', server.url, '--json');
  expect([code, json]).toMatchObject([
    0,
    {
      left: { cluster: server.url, documents: 391 },
      right: { documents: 400 },
      changed: 1,
      onlyLeft: 1,
      onlyRight: 10,
    },
  ]);
  const unknown = await run('nothing', '--right-cluster', 'staging', '--json');
  expect(unknown.json).toMatchObject({
    error: { message: 'search-staging: There is no index or alias called nothing.' },
  });
});

test('a look-up asks each index on its own cluster', async () => {
  const asked = { kind: 'words' as const, query: 'harbour', left: 'government', right: 'government' };
  const clusters = { left: production, right: staging };
  const answer = await lookUp(production, asked, signal, clusters);
  expect(answer).toMatchObject({ left: { state: 'found', total: { value: 400 } }, right: { total: { value: 389 } } });
});

test('the other cluster’s silence does not hide this one', async () => {
  const asked = { kind: 'words' as const, query: 'harbour', left: INDEX, right: INDEX };
  proxy.inject({ fault: { kind: 'hang', afterBytes: 0 } });
  expect(await lookUp(production, asked, signal, { left: production, right: staging })).toMatchObject({
    left: { state: 'found', total: { value: 400 } },
    right: { state: 'failed', message: expect.stringMatching(/^search-staging: /) },
  });
});

test('deleted there meanwhile: failed, and only a role on that cluster names it', async () => {
  await seedIndex(server.url, 'victim', { documents: [{ id: 'a', source: '{}' }] });
  const work = await planCompare(
    placeOf(production),
    { left: { index: INDEX }, right: { index: 'victim', on: on('staging') } },
    planRun(),
  );
  await call(server.url, 'DELETE', '/victim');
  const actor = { name: 'ann', role: 'operator', address: null } as const;
  const { id } = jobs.start({ cluster: 'production', actor, work });
  expect((await ended(id)).status).toBe('failed');
  expect((await loadJob(production, id, ANN)).failure!.message).toContain('search-staging');
  expect(JSON.stringify(await loadJob(production, id, VIC))).not.toMatch(/staging/);
});
