import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import type { ApprovalsPage } from '../../lib/contract/reviews.ts';
import type { Actor } from '../../lib/contract/job.ts';
import type { SwitchReview } from '../../lib/kinds/switch/review.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { planRestore } from '../../lib/kinds/restore/plan.ts';
import type { RestoreDraft } from '../../lib/kinds/restore/review.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { planSwitch } from '../../lib/kinds/switch/plan.ts';
import { aRun } from '../support/a-run.ts';
import { backUpAlias } from '../support/back-up-alias.ts';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { aliasesOf, call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import type { AnyWork } from '../support/any-work.ts';
import { HttpClient } from '../support/http-client.ts';
import { placeOf } from '../support/test-place.ts';
import { refOfFile } from '../../lib/contract/backup-ref.ts';

const PASSWORD = 'a password of the protected';
const INDICES = [
  'government-2018-01-08t03-00-00z-aaaa',
  'government-2018-01-09t03-00-00z-bbbb',
  'government-2018-01-10t03-00-00z-cccc',
] as const;
const REASON = 'Searches are down and nobody else answers.';
const ann: Actor = { name: 'ann', role: 'admin', address: '127.0.0.1' };

let server: string;
let directory: string;
let dashboard: TestDashboard;
let cluster: Cluster;
let backup: { id: string };
let admin: HttpClient;
let operator: HttpClient;

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  for (const [at, index] of INDICES.entries())
    await seedIndex(server, index, {
      documents: [
        { id: '1', source: { generation: at } },
        { id: '2', source: { generation: at } },
      ],
    });
  directory = await mkdtemp(join(tmpdir(), 'protected-'));
  mkdirSync(join(directory, 'data'));
  for (const [name, role] of [
    ['ann', 'admin'],
    ['ben', 'operator'],
  ] as const)
    await addLocalUser(join(directory, 'data/users.json'), name, PASSWORD, { role });
  const one = (key: string, more: string) =>
    `  ${key}: { name: search-${key}, url: "${server}", backups: backups${more} }\n`;
  dashboard = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }\nclusters:\n${one('guarded', ', protected: { approval: true }')}${one('frozen', ', readOnly: true')}`,
  });
  cluster = connect({ url: server });
  await pointTo(INDICES[0]);
  backup = { id: await backUpAlias(server, dashboard.backupDirectory, 'government') };
  [admin, operator] = [await signedIn('ann'), await signedIn('ben')];
});
afterAll(async () => {
  await cluster?.close();
  await dashboard?.stop();
  await emptyCluster(server);
  await rm(directory, { recursive: true, force: true });
});
beforeEach(() => pointTo(INDICES[0]));

const pointTo = (index: string) =>
  call(server, 'POST', '/_aliases', {
    actions: [
      { remove: { index: 'government-*', alias: 'government', must_exist: false } },
      { add: { index, alias: 'government' } },
    ],
  });
const live = async () => (await aliasesOf(server))['government'];
const action = (name: string) => builtActions().find((each) => each.name === name)!;

async function signedIn(name: string): Promise<HttpClient> {
  const visitor = new HttpClient(dashboard.url);
  expect(
    (await visitor.callAction('/sign-in', action('signIn').id, { name, password: PASSWORD, to: '/' })).value?.ok,
  ).toBe(true);
  return visitor;
}

const act = async (visitor: HttpClient, name: string, input: Record<string, unknown>) =>
  (await visitor.callAction(action(name).path, action(name).id, { cluster: 'guarded', ...input })).value!;
const jobOf = (value: unknown): string => String((value as { job: string }).job);

/** The row of a job, once it has ended. */
async function endedRow(job: string, key = 'guarded'): Promise<{ status: string; title: string }> {
  const read = async () =>
    (JSON.parse((await admin.send(`/api/${key}/jobs/${job}`)).text) as { row: { status: string; title: string } }).row;
  await expect
    .poll(async () => (await read()).status, { timeout: 30_000 })
    .toMatch(/succeeded|failed|cancelled|interrupted/);
  return read();
}

/** A job as it is after a failure. Returns its id. */
function createFailedJob(work: AnyWork, key = 'guarded'): string {
  const store = JobStore.open(dashboard.dataDirectory);
  try {
    const { job } = store.create({ cluster: key, actor: ann, work }, thisProcess('command line'), 'running');
    store.end(job.id, {
      status: 'failed',
      failure: { code: 'unreachable', message: 'The cluster went away.' },
      resumable: false,
    });
    return job.id;
  } finally {
    store.close();
  }
}

const planOf = async (index: string) =>
  JSON.parse(
    (await admin.send(`/api/guarded/indices/switch-plan?index=${index}&alias=government`)).text,
  ) as SwitchReview;

async function switchTo(index: string, more: Record<string, unknown>) {
  const { plan } = await planOf(index);
  return act(admin, 'switchAlias', {
    index,
    alias: 'government',
    fingerprint: plan.fingerprint,
    once: `once-${Math.random()}`,
    ...more,
  });
}

describe('on a protected cluster', () => {
  test('an alias is moved only with its name and an approval of exactly this plan', async () => {
    expect((await switchTo(INDICES[1], {})).failure?.message).toContain('type the alias');
    expect((await switchTo(INDICES[1], { typed: 'government' })).failure?.message).toContain(
      'a second person must approve',
    );
    const { plan } = await planOf(INDICES[1]);
    const asked = await act(admin, 'askForApproval', { fingerprint: plan.fingerprint });
    const id = (asked.value as { id: string }).id;
    // The second person gets the requester's checks, on pages that are polled.
    const { approvals } = JSON.parse((await operator.send('/api/guarded/approvals')).text) as ApprovalsPage;
    expect(approvals).toMatchObject([
      {
        id,
        review: {
          checks: plan.checks.map(({ title }) => ({ title })),
          before: [{ index: INDICES[0], documents: 2 }],
          after: [{ index: INDICES[1], documents: 2 }],
        },
      },
    ]);
    expect((await operator.send('/guarded')).text).toContain('href="/guarded/approvals"');
    expect((await admin.send('/frozen')).text).not.toContain('/frozen/approvals');
    expect((await act(admin, 'approvePlan', { approval: id })).failure?.message).toContain('yourself');
    expect((await act(operator, 'approvePlan', { approval: id })).ok).toBe(true);
    expect((await switchTo(INDICES[2], { typed: 'government' })).failure?.message).toContain(
      'a second person must approve',
    );
    expect(await live()).toEqual([INDICES[0]]);
    const moved = await switchTo(INDICES[1], { typed: 'government' });
    expect(moved.ok).toBe(true);
    await endedRow(jobOf(moved.value));
    expect(await live()).toEqual([INDICES[1]]);
    expect(JSON.parse((await operator.send('/api/guarded/approvals')).text)).toMatchObject({ approvals: [] });
    expect(JSON.parse((await operator.send('/api/guarded/audit-log/lines?text=approve')).text)).toMatchObject({
      entries: [
        { action: 'approve', outcome: 'done', actor: 'ben' },
        { action: 'approve', outcome: 'refused', actor: 'ann' },
      ],
    });
  });

  test('an approval is withdrawn when its approver is removed', async () => {
    await addLocalUser(join(directory, 'data/users.json'), 'cid', PASSWORD, { role: 'operator' });
    const { plan } = await planOf(INDICES[2]);
    const { id } = (await act(admin, 'askForApproval', { fingerprint: plan.fingerprint })).value as { id: string };
    expect((await act(await signedIn('cid'), 'approvePlan', { approval: id })).ok).toBe(true);
    expect(await commandLine(['user', 'remove', 'cid'])).toMatchObject({
      status: 0,
      stdout: 'cid is removed; 1 session and 1 approval ended.\n',
    });
    expect((await switchTo(INDICES[2], { typed: 'government' })).failure?.message).toContain(
      'a second person must approve',
    );
    expect(await live()).toEqual([INDICES[0]]);
  });

  test('break-glass requires a reason, and is on the overview, the job, the approvals and the audit log', async () => {
    expect((await switchTo(INDICES[1], { typed: 'government', breakGlass: 'now' })).failure?.code).toBe(
      'invalid_input',
    );
    const moved = await switchTo(INDICES[1], { typed: 'government', breakGlass: REASON });
    const job = jobOf(moved.value);
    await endedRow(job);
    const glass = { by: 'ann', reason: REASON, job };
    expect(JSON.parse((await operator.send('/api/guarded/overview')).text)).toMatchObject({ brokenGlass: [glass] });
    const detail = JSON.parse((await operator.send(`/api/guarded/jobs/${job}`)).text) as {
      brokenGlass: unknown[];
      summary: string;
    };
    expect(detail.brokenGlass).toMatchObject([glass]);
    expect(detail.summary).toContain(`BREAK-GLASS USED: no second person approved it. ann: “${REASON}”`);
    for (const page of ['/guarded/approvals', `/guarded/jobs/${job}`]) {
      const { text } = await operator.send(page);
      expect(text).toContain('Break-glass used');
      expect(text).toContain(REASON);
    }
    expect((await operator.send('/api/guarded/audit-log?text=break')).text).toMatch(
      new RegExp(`"action":"break glass","outcome":"done","actor":"ann".*"job":"${job}"`),
    );
    expect(JSON.parse((await admin.send('/api/frozen/overview')).text)).toMatchObject({ brokenGlass: [] });
  });

  test('a resumed restore continues, and does not move the alias', async () => {
    const plan = await planRestore(
      placeOf(cluster),
      { backup: refOfFile(join(dashboard.backupDirectory, backup.id)), alias: 'government' },
      aRun(),
    );
    expect(plan).toMatchObject({ switchAlias: true, alias: 'government' });
    const resumed = await act(operator, 'resumeJob', { job: createFailedJob({ kind: 'restore', plan }) });
    expect(await endedRow(jobOf(resumed.value))).toMatchObject({ status: 'succeeded' });
    expect(await call(server, 'GET', `/${plan.target.index}/_count`)).toMatchObject({ count: 2 });
    expect(await live()).toEqual([INDICES[0]]);
  });

  const intoLive = { into: INDICES[0], switchAlias: 'no', onConflict: 'index' };

  test('a live index is written into only with the alias’s name and an approval', async () => {
    await call(server, 'PUT', `/${INDICES[0]}/_doc/1?refresh=true`, { generation: 99 });
    const document = async () =>
      (await call<{ _source: { generation: number } }>(server, 'GET', `/${INDICES[0]}/_doc/1`))._source.generation;
    const [group, name] = backup.id.split('/');
    const draft = () =>
      operator.send(`/api/guarded/backups/${group}/${name}/restore-plan?${new URLSearchParams(intoLive)}`);
    await expect.poll(async () => (JSON.parse((await draft()).text) as RestoreDraft).state).toBe('planned');
    const { guard, plan } = JSON.parse((await draft()).text) as Extract<RestoreDraft, { state: 'planned' }>;
    expect(guard).toMatchObject({ typeToConfirm: 'government', approval: { state: 'needed' } });
    const restore = (more: Record<string, unknown>) =>
      act(operator, 'startRestore', {
        backup: backup.id,
        choices: intoLive,
        fingerprint: plan.fingerprint,
        once: `once-${Math.random()}`,
        ...more,
      });
    expect((await restore({})).failure).toMatchObject({
      code: 'refused',
      message: expect.stringContaining(`to confirm writing into ${INDICES[0]}, which government points to`),
    });
    expect((await restore({ typed: 'government' })).failure?.message).toContain('a second person must approve');
    const asked = await act(operator, 'askForApproval', { fingerprint: plan.fingerprint });
    const { id } = asked.value as { id: string };
    const { approvals } = JSON.parse((await admin.send('/api/guarded/approvals')).text) as ApprovalsPage;
    expect(approvals.find((each) => each.id === id)?.summary).toContain(
      `and switch no alias. ${INDICES[0]} is live: government points to it, it has 2 documents; existing documents are overwritten`,
    );
    expect(await document()).toBe(99);
    expect((await act(admin, 'approvePlan', { approval: id })).ok).toBe(true);
    const begun = await restore({ typed: 'government' });
    expect(await endedRow(jobOf(begun.value))).toMatchObject({ status: 'succeeded' });
    expect(await document()).toBe(0);
  });

  test('a restore must be planned again if an alias now points to its index', async () => {
    const into = 'government-2018-01-12t03-00-00z-eeee';
    await seedIndex(server, into, { documents: [{ id: '1', source: { generation: 9 } }] });
    const plan = await planRestore(
      placeOf(cluster),
      {
        backup: refOfFile(join(dashboard.backupDirectory, backup.id)),
        alias: 'government',
        into,
        switchAlias: false,
        onConflict: 'index',
      },
      aRun(),
    );
    const job = createFailedJob({ kind: 'restore', plan });
    await pointTo(into);
    expect((await act(operator, 'resumeJob', { job })).failure).toMatchObject({
      code: 'refused',
      message: expect.stringContaining(`government points to ${into} now.`),
    });
    const late = await runRestore(placeOf(cluster), { kind: 'restore', plan }, aRun()).catch((error: unknown) => error);
    expect(late).toMatchObject({
      code: 'index_changed',
      message: `government points to ${into} now, and did not when this was planned.`,
    });
    expect(await call(server, 'GET', `/${into}/_doc/1`)).toMatchObject({ _source: { generation: 9 } });
    const live = await planRestore(
      placeOf(cluster),
      { backup: plan.backup.ref, alias: 'government', into, switchAlias: false },
      aRun(),
    );
    expect(
      (await act(operator, 'resumeJob', { job: createFailedJob({ kind: 'restore', plan: live }) })).failure?.code,
    ).toBe('refused');
    await pointTo(INDICES[0]);
    await call(server, 'DELETE', `/${into}`);
  });

  test('another user’s job is cancelled only after a confirmation, and the job says who cancelled it', async () => {
    const plan = await planSwitch(placeOf(cluster), { index: INDICES[1], alias: 'government' }, aRun());
    const store = JobStore.open(dashboard.dataDirectory);
    const work: AnyWork = { kind: 'switch', plan };
    const waiting = () => store.create({ cluster: 'guarded', actor: ann, work }, thisProcess('command line')).job.id;
    try {
      const job = waiting();
      expect((await act(operator, 'cancelJob', { job })).failure).toMatchObject({
        code: 'refused',
        message: `Job ${job} was started by ann.`,
      });
      expect(store.get(job)!.status).toBe('queued');
      expect((await act(operator, 'cancelJob', { job, anothers: true, reason: 'Wrong alias.' })).ok).toBe(true);
      await endedRow(job);
      const { row } = JSON.parse((await admin.send(`/api/guarded/jobs/${job}`)).text) as {
        row: { status: string; outcome: string };
      };
      expect(row).toMatchObject({ status: 'cancelled', outcome: 'Cancelled by ben before it began.' });
      expect((await admin.send(`/api/guarded/jobs/${job}/log`)).text).toContain('Wrong alias.');
      const own = waiting();
      expect((await act(admin, 'cancelJob', { job: own })).ok).toBe(true);
    } finally {
      store.close();
    }
  });

  test('a failed switch must be planned again', async () => {
    const plan = await planSwitch(placeOf(cluster), { index: INDICES[1], alias: 'government' }, aRun());
    const { failure } = await act(operator, 'resumeJob', { job: createFailedJob({ kind: 'switch', plan }) });
    expect(failure).toMatchObject({ code: 'refused', message: expect.stringContaining('planned and confirmed again') });
    expect(await live()).toEqual([INDICES[0]]);
  });

  test('a deletion of a backup or of indices is never started again by a button', async () => {
    const plan = await planCleanUp(placeOf(cluster), { keep: 0, indicesBeingWritten: [] }, aRun());
    const works: AnyWork[] = [
      {
        kind: 'delete-backup',
        backups: [{ backup: refOfFile(join(dashboard.backupDirectory, backup.id)), fileBytes: 1 }],
      },
      { kind: 'clean-up', plan },
    ];
    for (const work of works)
      expect((await act(admin, 'resumeJob', { job: createFailedJob(work) })).failure).toMatchObject({
        code: 'refused',
        message: expect.stringContaining('not started again'),
      });
  });

  test('the newest move is undone without an approval; an older move and an undo are not', async () => {
    const first = jobOf((await switchTo(INDICES[1], { typed: 'government', breakGlass: REASON })).value);
    await endedRow(first);
    const second = jobOf((await switchTo(INDICES[0], { typed: 'government', breakGlass: REASON })).value);
    await endedRow(second);
    const third = jobOf((await switchTo(INDICES[1], { typed: 'government', breakGlass: REASON })).value);
    await endedRow(third);
    // The alias is where the first move left it, but that is not the newest move.
    expect((await act(operator, 'undoSwitch', { job: first })).failure).toMatchObject({
      code: 'refused',
      message: expect.stringContaining(`switched again since, by job ${third}`),
    });
    const undone = await act(operator, 'undoSwitch', { job: third });
    expect(undone.ok).toBe(true);
    await endedRow(jobOf(undone.value));
    expect(await live()).toEqual([INDICES[0]]);
    expect((await act(operator, 'undoSwitch', { job: jobOf(undone.value) })).failure).toMatchObject({
      code: 'refused',
      message: expect.stringContaining('repeats the switch'),
    });
    expect(await live()).toEqual([INDICES[0]]);
  });

  test('the command line requires the same, also for another spelling of the address', async () => {
    const words = ['--alias', 'government'];
    for (const [url, more, sentence] of [
      [server.replace('127.0.0.1', 'localhost'), [], 'search-guarded is protected'],
      [server.replace('127.0.0.1', 'localhost'), ['--confirm', 'government'], 'a second person must approve'],
      ['guarded', ['--confirm', 'government'], 'a second person must approve'],
    ] as const) {
      const zip = join(dashboard.backupDirectory, backup.id);
      for (const command of [
        ['switch', url, INDICES[1]],
        ['restore', url, zip, '--into', INDICES[0], '--no-switch', '--on-conflict', 'index'],
      ]) {
        const { status, stderr } = await commandLine([...command, ...words, ...more]);
        expect({ command, status, stderr }).toEqual({ command, status: 4, stderr: expect.stringContaining(sentence) });
      }
    }
    expect(await live()).toEqual([INDICES[0]]);
  });
});

describe('on a read-only cluster', () => {
  test('an admin can change nothing by a plan, a resume, a retry or an undo', async () => {
    const frozen = (name: string, input: Record<string, unknown>) => act(admin, name, { cluster: 'frozen', ...input });
    const { plan } = await planOf(INDICES[1]);
    const restore = await planRestore(
      placeOf(cluster),
      { backup: refOfFile(join(dashboard.backupDirectory, backup.id)), alias: 'government' },
      aRun(),
    );
    const cleanUp = await planCleanUp(placeOf(cluster), { keep: 0, indicesBeingWritten: [] }, aRun());
    const fingerprint = plan.fingerprint;
    const before = await call<unknown>(server, 'GET', '/_cat/indices?h=index&s=index&format=json');
    const attempts: [string, Record<string, unknown>][] = [
      ['switchAlias', { index: INDICES[1], alias: 'government', fingerprint, once: 'once-and-no-more' }],
      ['startRestore', { backup: backup.id, choices: {}, fingerprint: restore.fingerprint, once: 'once-and-no-more' }],
      ['cleanUp', { rules: {}, fingerprint: cleanUp.fingerprint, once: 'once-and-no-more', typed: INDICES[1] }],
      ['resumeJob', { job: createFailedJob({ kind: 'switch', plan }, 'frozen') }],
      ['resumeJob', { job: createFailedJob({ kind: 'restore', plan: restore }, 'frozen') }],
      ['resumeJob', { job: createFailedJob({ kind: 'clean-up', plan: cleanUp }, 'frozen') }],
      ['retryRejected', { job: createFailedJob({ kind: 'restore', plan: restore }, 'frozen') }],
      ['undoSwitch', { job: createFailedJob({ kind: 'switch', plan }, 'frozen') }],
      ['askForApproval', { fingerprint }],
    ];
    for (const [name, input] of attempts)
      expect({ name, failure: (await frozen(name, input)).failure }).toMatchObject({
        name,
        failure: { code: 'forbidden', message: expect.stringContaining('read-only') },
      });
    expect(await call<unknown>(server, 'GET', '/_cat/indices?h=index&s=index&format=json')).toEqual(before);
    expect(await live()).toEqual([INDICES[0]]);
  });

  test('an admin can’t use a job of another cluster', async () => {
    const plan = await planSwitch(placeOf(cluster), { index: INDICES[1], alias: 'government' }, aRun());
    const job = createFailedJob({ kind: 'switch', plan }, 'frozen');
    for (const name of ['resumeJob', 'retryRejected', 'undoSwitch', 'cancelJob'])
      expect((await act(admin, name, { job })).failure?.code).toBe('not_found');
  });

  test('an error does not reveal the kind of another cluster’s job', async () => {
    const cleanUp = await planCleanUp(placeOf(cluster), { keep: 0, indicesBeingWritten: [] }, aRun());
    const elsewhere = createFailedJob({ kind: 'clean-up', plan: cleanUp }, 'frozen');
    const there = createFailedJob({ kind: 'clean-up', plan: cleanUp });
    expect((await act(operator, 'resumeJob', { job: there })).failure?.code).toBe('forbidden');
    const answers = await Promise.all(
      [elsewhere, '999999999'].map(async (job) => (await act(operator, 'resumeJob', { job })).failure),
    );
    expect(answers.map((failure) => failure?.message.replaceAll(/\d+/g, 'N'))).toEqual(
      Array<unknown>(2).fill(answers[1]?.message.replaceAll(/\d+/g, 'N')),
    );
    expect(answers[0]?.code).toBe('not_found');
  });
});

const program = fileURLToPath(new URL('../../bin/restore-desk.mjs', import.meta.url));

function commandLine(words: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [program, ...words],
      { cwd: directory, env: { NODE_ENV: 'production', PATH: process.env['PATH'] ?? '' } },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });
}
