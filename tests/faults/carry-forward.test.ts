import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { differenceCandidates } from '../../lib/carrying/difference-candidates.ts';
import type { Job } from '../../lib/contract/job.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { planUndoCarryForward } from '../../lib/kinds/undo-carry-forward/plan.ts';
import { aRun } from '../support/a-run.ts';
import type { AnyWork } from '../support/any-work.ts';
import { carryingIn } from '../support/carrying.ts';
import { call, emptyCluster, readIndex, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { failureOf } from '../support/failure-of.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { placeOf } from '../support/test-place.ts';
import {
  backUp,
  connectWithShortTimeouts,
  documents,
  LIVE,
  planFrom,
  restore,
  temporaryFolder,
  waitUntil,
} from './support.ts';

const RESTORED = 'government-2018-01-08t03-00-00z-bbbb';
const COUNT = 900;
/** Of each kind: added, changed, deleted. */
const EACH = 200;

let url: string;
let proxy: FaultyProxy;
let cluster: Cluster;
let folder: string;
let file: string;
const processes: JobProcess[] = [];
const carrying = carryingIn(
  () => placeOf(cluster),
  () => folder,
);

const isBulk = ({ path }: { path: string }) => path.includes('/_bulk');
const changes = ['added', 'changed', 'deleted'] as const;
const ALL = { added: EACH, changed: EACH, deleted: EACH, already: 0, conflicts: 0, rejected: 0, leftOut: 0 };

const write = (index: string, lines: readonly (object | string)[]) =>
  call(
    url,
    'POST',
    `/${index}/_bulk?refresh=true`,
    lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
  );
const sourcesOf = async (index: string) =>
  Object.fromEntries([...(await readIndex(url, index))].map(([id, { source, routing }]) => [id, [source, routing]]));

beforeEach(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  proxy = await startFaultyProxy(url);
  cluster = connectWithShortTimeouts(proxy.url, 30_000);
  folder = temporaryFolder();
  const base = documents(COUNT);
  await seedIndex(url, LIVE, { mappings: { dynamic: false }, documents: base });
  file = (await backUp(cluster, join(folder, 'backups'))).backups.map(({ backup }) =>
    join(folder, 'backups', backup.id),
  )[0]!;
  await restore(cluster, await planFrom(cluster, file, { into: RESTORED }));
  const action = (n: number) => ({
    _id: base[n]!.id,
    ...(base[n]!.routing === undefined ? {} : { routing: base[n]!.routing }),
  });
  const each = Array.from({ length: EACH }, (_, n) => n);
  await write(LIVE, [
    ...each.flatMap((n) => [{ index: action(n) }, `{"changed": ${n}.0}`]),
    ...each.flatMap((n) => [{ index: { _id: `new ${n}` } }, `{"added": ${n}.0}`]),
    ...each.map((n) => ({ delete: action(EACH + n) })),
  ]);
});
afterEach(async () => {
  for (const each of processes.splice(0)) await each.kill9();
  await cluster.close();
  await proxy.close();
});
afterAll(() => emptyCluster(url));

class JobProcess {
  output = '';
  readonly child: ChildProcess;
  private readonly ended: Promise<unknown>;

  constructor() {
    const script = fileURLToPath(new URL('job-process.ts', import.meta.url));
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, proxy.url, folder], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) => this.child.once('exit', resolve));
    processes.push(this);
  }

  async send(order: { start: AnyWork } | { resume: string }): Promise<string> {
    await waitUntil(() => this.output.includes('ready'), 90_000);
    const from = this.output.length;
    this.child.stdin?.write(`${JSON.stringify(order)}\n`);
    await waitUntil(() => /^(job|refused) /m.test(this.output.slice(from)), 30_000);
    return /^job (.*)$/m.exec(this.output.slice(from))![1]!;
  }

  async kill9(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

const jobOf = (id: string): Job => {
  const store = JobStore.open(folder);
  try {
    return store.get(id)!;
  } finally {
    store.close();
  }
};

/** Kills the process when the request has reached the server and has no answer yet. */
async function killedAt(skip: number, process: JobProcess, order: { start: AnyWork } | { resume: string }) {
  const hang = proxy.inject({ match: isBulk, skip, times: 1, fault: { kind: 'hang', afterBytes: 0 } });
  const id = await process.send(order);
  await waitUntil(() => hang.hits > 0);
  await new Promise((resolve) => setTimeout(resolve, 300));
  await process.kill9();
  hang.remove();
  return id;
}

async function processAfter(interrupted: string): Promise<JobProcess> {
  const next = new JobProcess();
  await waitUntil(() => new RegExp(`state ${interrupted} interrupted`).test(next.output), 60_000);
  return next;
}

async function resumed(interrupted: string): Promise<Job> {
  const next = await processAfter(interrupted);
  const id = await next.send({ resume: interrupted });
  await waitUntil(() => new RegExp(`state ${id} (succeeded|failed)`).test(next.output), 60_000);
  return jobOf(id);
}

const killedAndResumed = async (work: AnyWork, skip: number): Promise<Job> =>
  resumed(await killedAt(skip, new JobProcess(), { start: work }));

/** In the data directory, where the job process looks for the comparison. */
async function planAll() {
  const comparison = await carrying.compare(file, LIVE);
  return carrying.plan(comparison, RESTORED, { changes });
}

test('the connection cut after a bulk was applied: every document is counted and undone as if it had not been', async () => {
  const before = await sourcesOf(RESTORED);
  const plan = await planAll();
  const cut = proxy.inject({ match: isBulk, times: 3, fault: { kind: 'cut', afterBytes: 0 } });
  expect(await carrying.run(plan, '1')).toMatchObject({ status: 'done', counts: ALL });
  expect(cut.hits).toBe(3);
  expect(await sourcesOf(RESTORED)).toEqual(await sourcesOf(LIVE));
  proxy.inject({ match: isBulk, times: 1, fault: { kind: 'cut', afterBytes: 0 } });
  expect(await carrying.undo(plan, '1')).toMatchObject({ status: 'done', counts: ALL });
  expect(await sourcesOf(RESTORED)).toEqual(before);
});

test.each([0, 2])(
  'the process killed (-9) in bulk %i, which was applied: resumed, the counts are the same, and the undo covers all of it',
  async (skip) => {
    const before = await sourcesOf(RESTORED);
    const plan = await planAll();
    const job = await killedAndResumed({ kind: 'carry-forward', plan }, skip);
    expect(job).toMatchObject({ status: 'succeeded', result: { status: 'done', counts: ALL } });
    expect(await sourcesOf(RESTORED)).toEqual(await sourcesOf(LIVE));
    const undo = await planUndoCarryForward(
      placeOf(cluster),
      { job: job.id, directory: carrying.directoryOf(job.id), work: { kind: 'carry-forward', plan } },
      aRun(),
    );
    const undone = await killedAndResumed({ kind: 'undo-carry-forward', plan: undo }, skip);
    expect(undone).toMatchObject({ status: 'succeeded', result: { status: 'done', counts: { conflicts: 0 } } });
    expect(await sourcesOf(RESTORED)).toEqual(before);
  },
  180_000,
);

test('killed twice (-9), the first time in a bulk of which a document was not applied: the counts are the same', async () => {
  const before = await sourcesOf(RESTORED);
  const plan = await planAll();
  const first = await killedAt(1, new JobProcess(), { start: { kind: 'carry-forward', plan } });
  const notApplied = (await addedIds(plan.comparison.job))[100]!;
  await write(RESTORED, [{ delete: { _id: notApplied } }]);
  const second = await killedAt(1, await processAfter(first), { resume: first });
  const job = await resumed(second);
  expect(job).toMatchObject({ status: 'succeeded', result: { status: 'done', counts: ALL } });
  expect(await sourcesOf(RESTORED)).toEqual(await sourcesOf(LIVE));
  const undone = await carrying.undo(plan, job.id);
  expect(undone).toMatchObject({ status: 'done', counts: { conflicts: 0 } });
  expect(await sourcesOf(RESTORED)).toEqual(before);
}, 240_000);

test('a document that is written between the look-up and the write is not overwritten', async () => {
  const plan = await planAll();
  const delay = proxy.inject({ match: isBulk, times: 1, fault: { kind: 'delay', ms: 1_500 } });
  const running = carrying.run(plan, '1');
  await waitUntil(() => delay.hits > 0);
  const [first, second] = (await addedIds(plan.comparison.job)).slice(0, 2);
  await write(RESTORED, [
    { index: { _id: first } },
    '{"mine":true}',
    { index: { _id: second } },
    `{"added": ${second!.slice(4)}.0}`,
  ]);
  expect((await running).counts).toEqual({ ...ALL, added: EACH - 2, conflicts: 1, already: 1 });
  expect((await sourcesOf(RESTORED))[first!]).toEqual(['{"mine":true}', null]);
  await carrying.undo(plan, '1');
  const after = await sourcesOf(RESTORED);
  expect(after[first!]).toEqual(['{"mine":true}', null]);
  expect(after[second!]).toBeDefined();
  expect(Object.keys(after)).toHaveLength(COUNT + 2);
});

/** Ids in the order in which they are carried. */
async function addedIds(comparison: string): Promise<string[]> {
  const counts = { added: 1, changed: 1, deleted: 1 };
  const directory = carrying.directoryOf(comparison);
  const ids: string[] = [];
  for await (const { id } of differenceCandidates(directory, ['added'], counts, null, new AbortController().signal))
    ids.push(id);
  return ids;
}

test.each([false, true])(
  'the index deleted under it, created again: %s: it fails, and nothing is written',
  async (again) => {
    const plan = await planAll();
    const delay = proxy.inject({ match: isBulk, skip: 1, times: 1, fault: { kind: 'delay', ms: 1_500 } });
    const running = failureOf(carrying.run(plan, '1'));
    await waitUntil(() => delay.hits > 0);
    await call(url, 'DELETE', `/${RESTORED}`);
    if (again) await call(url, 'PUT', `/${RESTORED}`);
    expect(await running).toMatchObject({ code: 'index_changed' });
    const indices = await call<{ index: string; 'docs.count': string }[]>(url, 'GET', '/_cat/indices?format=json');
    const found = indices.find(({ index }) => index === RESTORED);
    expect(found?.['docs.count'] ?? null).toBe(again ? '0' : null);
  },
);

test('the previous index deleted under it: it fails and names that one, and what was written can be undone', async () => {
  const before = await sourcesOf(RESTORED);
  const plan = await planAll();
  const delay = proxy.inject({ match: isBulk, times: 1, fault: { kind: 'delay', ms: 1_500 } });
  const running = failureOf(carrying.run(plan, '1'));
  await waitUntil(() => delay.hits > 0);
  await call(url, 'DELETE', `/${LIVE}`);
  const failure = await running;
  expect(failure).toMatchObject({ code: 'index_changed' });
  expect(failure.message).toMatch(new RegExp(`^${LIVE} was deleted`));
  await carrying.undo(plan, '1');
  expect(await sourcesOf(RESTORED)).toEqual(before);
});

test('a block on writes pauses it, and it goes on when the block is removed', async () => {
  const plan = await planAll();
  const delay = proxy.inject({ match: isBulk, skip: 1, times: 1, fault: { kind: 'delay', ms: 500 } });
  const run = aRun();
  const running = carrying.run(plan, '1', { report: run.report });
  await waitUntil(() => delay.hits > 0);
  await call(url, 'PUT', `/${RESTORED}/_settings`, { 'index.blocks.write': true });
  await waitUntil(() => run.reports.some(({ pausedBecause }) => /writes are blocked/.test(pausedBecause ?? '')));
  await call(url, 'PUT', `/${RESTORED}/_settings`, { 'index.blocks.write': null });
  expect((await running).counts).toEqual(ALL);
});
