import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { builtActions } from '../support/built-routes.ts';
import { startCommand } from '../support/command-line.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { fileProcessesOf } from '../support/file-processes.ts';
import { noHangingFileSystem, startHangingFileSystem, type HangingFileSystem } from '../support/hanging-file-system.ts';
import { HttpClient } from '../support/http-client.ts';
import { createBigBackup, documents, waitUntil } from './support.ts';

const PASSWORD = 'a long enough password';
const fixture = fileURLToPath(new URL('../fixtures/government.zip', import.meta.url));
/** Large enough that the disk stops answering while the backup is read. */
const DOCUMENTS = 700_000;

let url: string;
let store: string;
let large: string;
let directory: string;
let dashboard: TestDashboard;
let admin: HttpClient;
let fileSystem: HangingFileSystem | null = null;

const action = (name: string) => builtActions().find((each) => each.name === name)!;
const signIn = async (): Promise<HttpClient> => {
  const who = new HttpClient(dashboard.url);
  const input = { name: 'ann', password: PASSWORD, to: '/one' };
  expect((await who.callAction('/sign-in', action('signIn').id, input)).value?.ok).toBe(true);
  return who;
};
const get = async <T>(path: string): Promise<T> => JSON.parse((await admin.send(`/api/one/${path}`)).text) as T;
const act = async (name: string, input: object) =>
  (await admin.callAction(action(name).path, action(name).id, { cluster: 'one', ...input })).value!;

interface JobAnswer {
  row: { status: string; progress: { done: number } | null };
  failure: { code: string; message: string } | null;
}
const job = (id: string) => get<JobAnswer>(`jobs/${id}`);
const ended = (id: string) => waitUntil(async () => !['queued', 'running'].includes((await job(id)).row.status));

async function verifying(backup: string): Promise<string> {
  const { value } = await act('verifyBackups', { backups: [backup] });
  const { job: id } = value as { job: string };
  await waitUntil(async () => ((await job(id)).row.progress?.done ?? 0) > 0);
  return id;
}

/** Everything that must work while the directory does not answer. */
async function expectOtherPagesWork(): Promise<void> {
  const began = performance.now();
  await signIn();
  expect(await get('health')).toMatchObject({ status: 'green' });
  expect((await admin.send('/api/one/jobs')).status).toBe(200);
  expect((await admin.send('/api/one/indices')).status).toBe(200);
  expect(performance.now() - began).toBeLessThan(15_000);
}

beforeAll(async () => {
  url = await sharedServer();
  await emptyCluster(url);
  await seedIndex(url, 'government-2018-01-07t03-00-00z-aaaa', {
    settings: { number_of_replicas: 0 },
    aliases: { government: {} },
    documents: documents(20),
  });
  store = await mkdtemp(join(tmpdir(), 'directory-hangs-large-'));
  large = join(store, await createBigBackup(store, DOCUMENTS));
  // Builds the dashboard once.
  await (await startDashboard({ elasticsearchUrl: url })).stop();
});
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'directory-hangs-'));
  for (const name of ['data', 'backups']) mkdirSync(join(directory, name));
  await addLocalUser(join(directory, 'data/users.json'), 'ann', PASSWORD, { role: 'admin' });
});
afterEach(async () => {
  await fileSystem?.stop();
  fileSystem = null;
  for (const one of opened.splice(0)) await one.stop();
  await rm(directory, { recursive: true, force: true });
});
afterAll(async () => {
  await rm(store, { recursive: true, force: true });
  await emptyCluster(url);
});

const opened: TestDashboard[] = [];
const openDashboard = async () => {
  dashboard = await startDashboard({
    directory,
    configuration: `signIn: { kind: local }\nparallelJobs: 3\nclusters:\n  one: { name: search-one, url: "${url}", backups: backups }\n`,
  });
  opened.push(dashboard);
  admin = await signIn();
};
/** Stops the dashboard's processes for its backup directory (SIGSTOP), which to the dashboard is a hanging disk. */
const stopFileWork = () => {
  for (const pid of fileProcessesOf(dashboard.pid!, dashboard.backupDirectory)) process.kill(pid, 'SIGSTOP');
};

describe('a backup directory that stops answering', () => {
  test('does not affect the rest of the dashboard; its jobs fail or are cancelled, and it is used again once it answers', async () => {
    const backups = ['first.zip', 'second.zip'];
    for (const name of backups) copyFileSync(large, join(directory, 'backups', name));
    await openDashboard();
    expect((await get<{ rows: unknown[] }>('backups')).rows).toHaveLength(2);
    const [toCancel, toFail] = await Promise.all(backups.map(verifying));
    stopFileWork();

    await expectOtherPagesWork();
    const overview = () => get<{ backups: { problem: string | null } }>('overview');
    await waitUntil(async () => (await overview()).backups.problem !== null, 15_000);
    expect((await overview()).backups.problem).toMatch(/has not answered|does not answer/);

    const began = performance.now();
    await act('cancelJob', { job: toCancel });
    await ended(toCancel!);
    expect(performance.now() - began).toBeLessThan(8_000);
    expect((await job(toCancel!)).row.status).toBe('cancelled');

    await ended(toFail!);
    expect(await job(toFail!)).toMatchObject({
      row: { status: 'failed' },
      failure: { code: 'disk', message: expect.stringContaining('does not answer') as string },
    });
    await waitUntil(async () => (await overview()).backups.problem === null);
    expect((await get<{ rows: unknown[] }>('backups')).rows).toHaveLength(2);
  });

  test('does not delay the stop of the dashboard, also with running jobs', async () => {
    copyFileSync(large, join(directory, 'backups', 'large.zip'));
    await openDashboard();
    await verifying('large.zip');
    stopFileWork();
    const requests = Promise.allSettled([admin.send('/api/one/backups'), admin.send('/one/backups')]);
    expect(await dashboard.terminate()).toBeLessThan(10_000);
    await requests;
    await waitUntil(() => fileProcessesOf(1, dashboard.backupDirectory).length === 0);
  });

  test.skipIf(noHangingFileSystem !== null)(
    `behaves the same on a file system that hangs so that no process in it can be killed (${noHangingFileSystem ?? 'a real one'})`,
    async () => {
      fileSystem = await startHangingFileSystem(join(directory, 'backups'), fixture);
      await openDashboard();
      expect((await get<{ rows: unknown[] }>('backups')).rows).toHaveLength(1);
      await fileSystem.hang();
      // The most downloads of one person, more than the number of file threads.
      const requests = Array.from({ length: 20 }, (_, at) =>
        admin.send(`/api/one/backups/-/government.zip${at < 4 ? '/download' : ''}`),
      );
      await expectOtherPagesWork();
      await waitUntil(async () => {
        const { problem } = (await get<{ backups: { problem: string | null } }>('overview')).backups;
        return /has not answered|does not answer/.test(problem ?? '');
      });
      for (const { status, text } of await Promise.all(requests)) {
        expect(status).toBe(507);
        expect(text).toMatch(/has not answered|does not answer/);
      }
      expect((await admin.send('/one/backups/-/government.zip')).text).toContain('This backup can’t be read now');
      await fileSystem.answer();
      await waitUntil(async () => (await get<{ rows: unknown[] }>('backups')).rows.length === 1);
      await fileSystem.hang();
      void admin.send('/api/one/backups').catch(() => undefined);
      expect(await dashboard.terminate()).toBeLessThan(10_000);
    },
  );
});

describe('a command line whose directory hangs', () => {
  test.skipIf(noHangingFileSystem !== null)(
    `is cancelled immediately by Ctrl-C, and otherwise reports the directory (${noHangingFileSystem ?? 'on a real one'})`,
    async () => {
      fileSystem = await startHangingFileSystem(join(directory, 'backups'), fixture);
      await fileSystem.hang();
      const file = join(directory, 'backups', 'government.zip');
      const [left, cancelled] = [startCommand(['verify', file]), startCommand(['verify', file])];
      await waitUntil(() => fileProcessesOf(cancelled.process.pid!).length > 0);
      const began = performance.now();
      cancelled.process.kill('SIGINT');
      expect((await cancelled.ended).code).toBe(130);
      expect(performance.now() - began).toBeLessThan(5_000);
      const { code, stdout, stderr } = await left.ended;
      expect(code).toBe(1);
      expect(`${stdout}${stderr}`).toContain('does not answer');
    },
  );
});

describe('pipes swapped in for zips between a check and an opening', () => {
  test('do not delay sign-in, pages and the stop', async () => {
    const backups = join(directory, 'backups');
    const names = Array.from({ length: 8 }, (_, n) => `zip-${n}.zip`);
    for (const name of names) {
      copyFileSync(fixture, join(backups, name));
      spawnSync('mkfifo', [join(directory, name)]);
    }
    await openDashboard();
    const swapAllPipes = () => {
      for (const name of names) {
        renameSync(join(backups, name), join(directory, 'aside'));
        renameSync(join(directory, name), join(backups, name));
        renameSync(join(directory, 'aside'), join(directory, name));
      }
    };
    const seen = new Set<number>();
    for (let round = 0; round < 30; round++) {
      const requests = names.flatMap((name) =>
        ['', '/download', '/documents'].map((what) => admin.send(`/api/one/backups/-/${name}${what}`)),
      );
      for (let swaps = 0; swaps < 20; swaps++) {
        swapAllPipes();
        await new Promise((resolve) => setImmediate(resolve));
      }
      for (const { status } of await Promise.all(requests)) seen.add(status);
    }
    expect([...seen].filter((status) => ![200, 404, 422, 429].includes(status))).toEqual([]);
    await expectOtherPagesWork();
    expect(await dashboard.terminate()).toBeLessThan(10_000);
  });

  test.each(['users.json', 'session.key', 'last-look-one.json'])(
    'in the place of %s of the data directory are reported, and the dashboard continues',
    async (name) => {
      await openDashboard();
      await dashboard.terminate();
      const file = join(directory, 'data', name);
      if (existsSync(file)) rmSync(file);
      spawnSync('mkfifo', [file]);
      await dashboard.restart();
      const who = new HttpClient(dashboard.url);
      const input = { name: 'ann', password: PASSWORD, to: '/one' };
      const { value } = await who.callAction('/sign-in', action('signIn').id, input);
      expect(value?.ok ?? false).toBe(name !== 'users.json');
      if (name === 'users.json') expect(JSON.stringify(value)).toContain(name);
      expect((await who.send('/sign-in')).status).toBeLessThan(500);
      expect(await dashboard.terminate()).toBeLessThan(10_000);
    },
  );
});
