import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient, type ActionValue } from '../support/http-client.ts';

/** The built dashboard whose data directory is moved while it runs. */
const PASSWORD = 'correct horse battery staple';
const MOVED = /was moved away/;

let directory: string;
let dashboard: TestDashboard;
let otherDirectory: string;
let ann: HttpClient;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'data-moved-'));
  await addLocalUser(join(directory, 'data/users.json'), 'ann', PASSWORD, { role: 'admin' });
  otherDirectory = join(directory, 'elsewhere');
  dashboard = await startDashboard({
    directory,
    configuration:
      'signIn: { kind: local }\nclusters:\n  one: { name: search-one, url: "http://127.0.0.1:9", backups: backups }\n',
  });
  ann = new HttpClient(dashboard.url);
  expect((await signIn(ann)).ok).toBe(true);
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

const act = async (who: HttpClient, name: string, page: string, input: unknown): Promise<ActionValue> =>
  (await who.callAction(page, builtActions().find((each) => each.name === name)!.id, input)).value!;
const signIn = (who: HttpClient) => act(who, 'signIn', '/sign-in', { name: 'ann', password: PASSWORD, to: '/' });
const cancel = () => act(ann, 'cancelJob', '/one/jobs/1', { cluster: 'one', job: '1' });
const saveOverrides = () =>
  act(ann, 'saveTypedOverrides', '/one/backups/-/any.zip/restore', {
    cluster: 'one',
    settings: '{ "number_of_replicas": 1 }',
    mappings: '',
  });
const read = async (path: string) => (await ann.send(path)).text;

/** A signed-in user is shown the problem; changes are refused, and nothing is written. */
async function expectRefused(): Promise<void> {
  expect((await cancel()).failure).toMatchObject({
    code: 'disk',
    message: expect.stringMatching(MOVED),
    hint: expect.stringContaining('restart Restore Desk'),
  });
  expect((await saveOverrides()).failure?.message).toMatch(MOVED);
  expect((await signIn(new HttpClient(dashboard.url))).failure).toMatchObject({
    code: 'disk',
    message: expect.stringMatching(MOVED),
  });
  for (const path of ['/api/one/overview', '/api/one/jobs', '/api/one/audit-log/lines', '/api/one/approvals'])
    expect(await read(path), path).toMatch(MOVED);
  expect((await ann.send('/one')).status).toBe(200);
  expect((await ann.send('/api/one/backups')).status).toBe(200);
}

async function expectWorks(): Promise<void> {
  // "There is no such job" shows that the database is read again.
  expect((await cancel()).failure?.code).toBe('not_found');
  expect((await saveOverrides()).ok).toBe(true);
  expect((await signIn(new HttpClient(dashboard.url))).ok).toBe(true);
  expect(await read('/api/one/audit-log/lines')).toContain('"action":"cancel job"');
}

test('while the data directory is moved away changes and sign-ins are refused; moved back everything works', async () => {
  await expectWorks();
  renameSync(dashboard.dataDirectory, otherDirectory);
  await expectRefused();
  expect(existsSync(dashboard.dataDirectory)).toBe(false);
  renameSync(otherDirectory, dashboard.dataDirectory);
  await expectWorks();
});

test('an empty directory in its place remains empty', async () => {
  renameSync(dashboard.dataDirectory, otherDirectory);
  mkdirSync(dashboard.dataDirectory);
  await expectRefused();
  expect(readdirSync(dashboard.dataDirectory)).toEqual([]);
  rmdirSync(dashboard.dataDirectory);
  renameSync(otherDirectory, dashboard.dataDirectory);
  await expectWorks();
});

test('changes are refused while the database is replaced by another', async () => {
  const file = join(dashboard.dataDirectory, 'restore-desk.sqlite');
  renameSync(file, otherDirectory);
  writeFileSync(file, '');
  expect((await cancel()).failure?.message).toMatch(MOVED);
  expect(await read('/api/one/jobs')).toMatch(MOVED);
  renameSync(otherDirectory, file);
  await expectWorks();
});

test('after the sessions are deleted people sign in again, into a new file', async () => {
  for (const end of ['', '-wal', '-shm']) rmSync(join(dashboard.dataDirectory, `access.sqlite${end}`), { force: true });
  expect((await ann.send('/api/one/jobs')).status).toBe(401);
  expect((await signIn(ann)).ok).toBe(true);
  expect((await ann.send('/api/one/jobs')).status).toBe(200);
  expect(existsSync(join(dashboard.dataDirectory, 'access.sqlite'))).toBe(true);
});
