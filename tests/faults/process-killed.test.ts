import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Job } from '../../lib/contract/job.ts';
import type { Cluster } from '../../lib/elasticsearch/client/cluster.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { planCleanUp } from '../../lib/kinds/clean-up/plan.ts';
import { planSwitch } from '../../lib/kinds/switch/plan.ts';
import { aliasesOf, call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import {
  ALIAS,
  backUp,
  createBigBackup,
  connectWithShortTimeouts,
  documents,
  expectEqual,
  expectNoBackup,
  LIVE,
  liveState,
  planFrom,
  seedLive,
  temporaryFolder,
  waitUntil,
} from './support.ts';
import { fileOfBackup, placeOf } from '../support/test-place.ts';
import { folderSource, idWithin, refOfFile } from '../../lib/contract/backup-ref.ts';
import { backup } from '../../lib/kinds/backup/describe.ts';
import { isJobOf } from '../../lib/kinds/kind.ts';
import { restore } from '../../lib/kinds/restore/describe.ts';
import type { AnyWork } from '../support/any-work.ts';
import { aRun } from '../support/a-run.ts';

/** Sorted after the first index, so that it is backed up after it. */
const SECOND = 'second-2018-01-07t03-00-00z-aaaa';
const COUNT = 2_500;
let url: string;
let proxy: FaultyProxy;
let cluster: Cluster;
let file: string;
let live: unknown;
let data: string;
let backups: string;
const processes: JobProcess[] = [];

class JobProcess {
  output = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor() {
    const script = fileURLToPath(new URL('job-process.ts', import.meta.url));
    this.child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, proxy.url, data], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    this.ended = new Promise((resolve) => this.child.once('exit', (code) => resolve(code)));
    processes.push(this);
  }

  async waitForOutput(pattern: RegExp): Promise<RegExpExecArray> {
    await waitUntil(() => pattern.test(this.output), 90_000);
    return pattern.exec(this.output)!;
  }

  async send(order: { start: AnyWork } | { resume: string }): Promise<string> {
    await this.waitForOutput(/ready/);
    const from = this.output.length;
    this.child.stdin?.write(`${JSON.stringify(order)}\n`);
    await waitUntil(() => /^(job|refused) /m.test(this.output.slice(from)), 30_000);
    const answer = /^(job|refused) (.*)$/m.exec(this.output.slice(from))!;
    if (answer[1] === 'refused') throw new Error(answer[2]);
    return answer[2]!;
  }

  async kill9(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

const jobOf = (id: string): Job => {
  const store = JobStore.open(data);
  try {
    return store.get(id)!;
  } finally {
    store.close();
  }
};

/**
 * Starts another process, which finds the job interrupted, and resumes it there. Resolves to the resumed job when it
 * has ended.
 */
async function resumed(id: string): Promise<Job> {
  const next = new JobProcess();
  await next.waitForOutput(new RegExp(`state ${id} (interrupted|failed|succeeded)`));
  expect(jobOf(id)).toMatchObject({ status: 'interrupted', why: expect.stringMatching(/has ended|stopped/) as string });
  const resumedId = await next.send({ resume: id });
  await next.waitForOutput(new RegExp(`state ${resumedId} (succeeded|failed|cancelled)`));
  const job = jobOf(resumedId);
  next.child.kill('SIGTERM');
  await next.ended;
  return job;
}

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedLive(url, { count: COUNT });
  await seedIndex(url, SECOND, { aliases: { second: {} }, mappings: { dynamic: false }, documents: documents(COUNT) });
  const plain = connectWithShortTimeouts(url, 30_000);
  file = fileOfBackup((await backUp(plain, temporaryFolder())).backups[0]!);
  await plain.close();
  live = await liveState(url);
});
beforeEach(async () => {
  proxy = await startFaultyProxy(url);
  cluster = connectWithShortTimeouts(proxy.url, 30_000);
  data = temporaryFolder();
  backups = temporaryFolder();
});
afterEach(async () => {
  for (const each of processes.splice(0)) await each.kill9();
  await cluster.close();
  await proxy.close();
});
afterAll(() => emptyCluster(url));

describe('the process killed (-9) during', () => {
  test('a backup of several indices: finished backups are kept; resumed, every index has an equal backup', async () => {
    const plan = await planBackup(placeOf(cluster), { all: true, source: folderSource(backups) }, aRun());
    const jobProcess = new JobProcess();
    const id = await jobProcess.send({ start: { kind: 'backup', plan } });
    await jobProcess.waitForOutput(
      new RegExp(`report read (${COUNT + 200}|${COUNT + 1}\\d\\d|${COUNT + 3}\\d\\d|[34]\\d\\d\\d)`),
    );
    await jobProcess.kill9();
    const done = readdirSync(backups, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.zip'));
    const job = await resumed(id);
    expect(job).toMatchObject({
      status: 'succeeded',
      result: { kind: 'backup', status: 'done', documents: COUNT * 2 },
    });
    if (!isJobOf(backup, job) || job.status !== 'succeeded') throw new Error('no result');
    for (const made of job.result.backups) await expectEqual(url, made.index, fileOfBackup(made));
    // No index is backed up twice, also if the process could not record that a file was finished.
    for (const name of done)
      expect(job.result.backups.map((made) => idWithin(folderSource(backups), made.backup))).toContain(name);
    expect(readdirSync(backups, { recursive: true }).filter((name) => String(name).endsWith('.zip'))).toHaveLength(2);
    expect(await liveState(url)).toEqual(live);
  }, 180_000);

  test('a backup’s first index: no file looks finished', async () => {
    const plan = await planBackup(placeOf(cluster), { indices: [LIVE], source: folderSource(backups) }, aRun());
    const jobProcess = new JobProcess();
    const id = await jobProcess.send({ start: { kind: 'backup', plan } });
    await jobProcess.waitForOutput(/report read [1-9]\d*/);
    await jobProcess.kill9();
    if (!readdirSync(backups, { recursive: true }).some((name) => String(name).endsWith('.zip')))
      await expectNoBackup(backups, true);
    const job = await resumed(id);
    expect(job).toMatchObject({ status: 'succeeded', result: { kind: 'backup', documents: COUNT } });
    if (isJobOf(backup, job) && job.status === 'succeeded')
      await expectEqual(url, LIVE, fileOfBackup(job.result.backups[0]!));
  }, 180_000);

  test('a restore: the alias has not moved; resumed from its checkpoint it ends equal', async () => {
    const plan = await planFrom(cluster, file);
    const jobProcess = new JobProcess();
    const id = await jobProcess.send({ start: { kind: 'restore', plan } });
    await jobProcess.waitForOutput(/report load ([5-9]\d\d|1\d\d\d)/);
    await jobProcess.kill9();
    expect(await liveState(url)).toEqual(live);
    const job = await resumed(id);
    expect(job).toMatchObject({
      status: 'succeeded',
      result: { kind: 'restore', status: 'done', indexed: COUNT, rejected: 0, check: { verdict: 'equal' } },
    });
    await expectEqual(url, plan.target.index, file);
    expect(await liveState(url)).toEqual(live);
    await call(url, 'DELETE', `/${plan.target.index}`);
  }, 180_000);

  test('a retry of rejected documents, sent without response: started again, each is in the index once', async () => {
    await seedIndex(url, 'deep-1', {
      documents: Array.from({ length: 40 }, (_, n) => ({
        id: String(n),
        source: n % 4 === 0 ? `{"a":{"b":{"c":{"d":${n}}}}}` : `{"n":${n}}`,
      })),
    });
    const nestedFile = fileOfBackup(
      (
        await backUp(cluster, temporaryFolder(), {
          plan: await planBackup(
            placeOf(cluster),
            { indices: ['deep-1'], source: folderSource(temporaryFolder()) },
            aRun(),
          ),
        })
      ).backups[0]!,
    );
    const plan = await planFrom(cluster, nestedFile, {
      alias: 'deep',
      mappings: { properties: { a: null } },
      settings: { 'index.mapping.depth.limit': 2 },
    });
    const jobProcess = new JobProcess();
    const first = await jobProcess.send({ start: { kind: 'restore', plan } });
    await jobProcess.waitForOutput(new RegExp(`state ${first} succeeded`));
    const before = jobOf(first);
    if (!isJobOf(restore, before) || before.status !== 'succeeded') throw new Error('no result');
    expect(before.result).toMatchObject({ status: 'partial', rejected: 10 });
    await call(url, 'PUT', `/${plan.target.index}/_settings`, { 'index.mapping.depth.limit': 20 });
    const injection = proxy.inject({
      match: ({ path }) => path.includes('/_bulk'),
      times: 1,
      fault: { kind: 'hang', afterBytes: 0 },
    });
    const id = await jobProcess.send({ start: { kind: 'retry-rejected', plan, earlier: before.result, of: first } });
    await waitUntil(() => injection.hits > 0);
    await jobProcess.kill9();
    expect(await resumed(id)).toMatchObject({
      status: 'succeeded',
      result: { status: 'done', indexed: 40, rejected: 0, check: { verdict: 'equal' } },
    });
    await expectEqual(url, plan.target.index, nestedFile);
    for (const index of ['deep-1', plan.target.index]) await call(url, 'DELETE', `/${index}`);
  }, 180_000);

  test('a switch, during its request: started again the alias moves once, as planned', async () => {
    await call(url, 'PUT', '/second-2019-01-01t00-00-00z-bbbb');
    const plan = await planSwitch(
      placeOf(cluster),
      { index: 'second-2019-01-01t00-00-00z-bbbb', alias: 'second' },
      aRun(),
    );
    proxy.inject({
      match: ({ method, path }) => method === 'POST' && path.startsWith('/_aliases'),
      times: 1,
      fault: { kind: 'answer', status: 504, forward: true, body: '' },
    });
    const hang = proxy.inject({
      match: ({ path }) => path.startsWith('/second/_alias'),
      skip: 3,
      fault: { kind: 'delay', ms: 20_000 },
    });
    const jobProcess = new JobProcess();
    const id = await jobProcess.send({ start: { kind: 'switch', plan } });
    await waitUntil(async () => (await aliasesOf(url))['second']?.[0] !== SECOND);
    await jobProcess.kill9();
    hang.remove();
    const job = await resumed(id);
    expect(job).toMatchObject({
      status: 'succeeded',
      result: { kind: 'switch', before: [{ index: SECOND }], after: [{ index: 'second-2019-01-01t00-00-00z-bbbb' }] },
    });
    expect((await aliasesOf(url))['second']).toEqual(['second-2019-01-01t00-00-00z-bbbb']);
    await call(url, 'POST', '/_aliases', {
      actions: [
        { add: { index: SECOND, alias: 'second' } },
        { remove_index: { index: 'second-2019-01-01t00-00-00z-bbbb' } },
      ],
    });
  }, 180_000);

  test('a clean-up: it cannot be started again; a new one deletes the rest and nothing else', async () => {
    for (const day of ['01', '02', '03'])
      await call(url, 'PUT', `/government-2017-01-${day}t00-00-00z-cccc`, { settings: { number_of_replicas: 0 } });
    const plan = await planCleanUp(placeOf(cluster), { keep: 0, aliases: [ALIAS], indicesBeingWritten: [] }, aRun());
    expect(plan.indices).toBe(3);
    proxy.inject({
      match: ({ method }) => method === 'DELETE',
      skip: 1,
      times: 1,
      fault: { kind: 'delay', ms: 5_000 },
    });
    const jobProcess = new JobProcess();
    const id = await jobProcess.send({ start: { kind: 'clean-up', plan } });
    await jobProcess.waitForOutput(/report delete 1/);
    await jobProcess.kill9();
    await expect(resumed(id)).rejects.toThrow('is not started again');
    const newPlan = await planCleanUp(placeOf(cluster), { keep: 0, aliases: [ALIAS], indicesBeingWritten: [] }, aRun());
    const next = processes.at(-1)!;
    const second = await next.send({ start: { kind: 'clean-up', plan: newPlan } });
    await next.waitForOutput(new RegExp(`state ${second} succeeded`));
    expect(jobOf(second)).toMatchObject({ status: 'succeeded', result: { kind: 'clean-up', status: 'done' } });
    const left = Object.keys(
      (await call<{ metadata: { indices: Record<string, unknown> } }>(url, 'GET', '/_cluster/state/metadata')).metadata
        .indices,
    ).sort();
    expect(left).toEqual([LIVE, SECOND].sort());
    expect(await liveState(url)).toEqual(live);
  }, 180_000);

  test('a verification: started again it gives the result', async () => {
    const big = join(backups, await createBigBackup(backups, 150_000));
    const jobProcess = new JobProcess();
    const id = await jobProcess.send({ start: { kind: 'verify', backups: [refOfFile(big)] } });
    await jobProcess.waitForOutput(/report read-backup [1-9]/);
    await jobProcess.kill9();
    const job = await resumed(id);
    expect(job).toMatchObject({
      status: 'succeeded',
      result: { kind: 'verify', verifications: [{ complete: true, documents: 150_000 }] },
    });
  }, 180_000);

  test('deleting a backup: the file is complete, or deleted', async () => {
    const big = join(backups, await createBigBackup(backups, 150_000));
    const jobProcess = new JobProcess();
    await jobProcess.send({ start: { kind: 'delete-backup', backups: [{ backup: refOfFile(big), fileBytes: 1 }] } });
    await jobProcess.kill9();
    if (existsSync(big)) {
      const next = new JobProcess();
      const id = await next.send({ start: { kind: 'verify', backups: [refOfFile(big)] } });
      await next.waitForOutput(new RegExp(`state ${id} succeeded`));
    }
  }, 120_000);
});

describe('SIGTERM', () => {
  test.each<[string, () => Promise<unknown>]>([
    ['while a restore loads', () => Promise.resolve()],
    [
      'while the cluster does not answer',
      () => {
        proxy.inject({ fault: { kind: 'delay', ms: 60_000 } });
        return new Promise((resolve) => setTimeout(resolve, 1_000));
      },
    ],
  ])(
    '%s: the process starts no new work, saves its checkpoint and ends within 10 s; resumed, it ends equal',
    async (_, worse) => {
      const plan = await planFrom(cluster, file);
      const jobProcess = new JobProcess();
      const id = await jobProcess.send({ start: { kind: 'restore', plan } });
      await jobProcess.waitForOutput(/report load ([3-9]\d\d|1\d\d\d)/);
      await worse();
      const at = Date.now();
      jobProcess.child.kill('SIGTERM');
      expect(await jobProcess.ended).toBe(143);
      expect(Date.now() - at).toBeLessThan(10_000);
      proxy.clear();
      expect(jobOf(id)).toMatchObject({ status: 'interrupted', resumable: true });
      expect(await resumed(id)).toMatchObject({
        status: 'succeeded',
        result: { indexed: COUNT, check: { verdict: 'equal' } },
      });
      await expectEqual(url, plan.target.index, file);
      expect(await liveState(url)).toEqual(live);
      await call(url, 'DELETE', `/${plan.target.index}`);
    },
    180_000,
  );
});
