import { chmodSync, chownSync, copyFileSync, mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addLocalUser } from '../../lib/access/local-users.ts';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard } from '../support/dashboard.ts';
import { HttpClient } from '../support/http-client.ts';
import { isTraversableByAll, changeOwner, serverOwner } from '../../scripts/servers/unprivileged.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const fixture = join(project, 'tests/fixtures/government.zip');
/** For tests that run as root, who may read every file: the programs run as another user. */
const otherUser = serverOwner();
const PASSWORD = 'a long enough password';
const READABLE = 'open/open-2018-01-08t03-00-00z.zip';
const UNREADABLE = 'open/shut-2018-01-08t03-00-00z.zip';
/** Another user can't run a clone below a folder that only root may enter. */
const cannotRun = otherUser !== undefined && !isTraversableByAll(project);

function close(path: string): void {
  if (otherUser) chownSync(path, 0, 0);
  chmodSync(path, 0o000);
}

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'unreadable-'));
  chmodSync(directory, 0o755);
  for (const folder of ['backups/open', 'backups/closed', 'data'])
    mkdirSync(join(directory, folder), { recursive: true });
  for (const file of [READABLE, UNREADABLE, 'closed/x.zip']) copyFileSync(fixture, join(directory, 'backups', file));
  await changeOwner(otherUser, directory);
  for (const path of [UNREADABLE, 'closed']) close(join(directory, 'backups', path));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

function runAsOtherUser(words: readonly string[]): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(project, 'bin/restore-desk.mjs'), ...words], {
      cwd: directory,
      env: { NODE_ENV: 'production', PATH: process.env['PATH'] ?? '' },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(otherUser ?? {}),
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

test.skipIf(cannotRun)('the command line names the backups that it may not read, and reads the others', async () => {
  const [open, shut] = [READABLE, UNREADABLE].map((id) => join(directory, 'backups', id));
  const { code, output } = await runAsOtherUser(['verify', shut!, open!, join(directory, 'backups/closed/x.zip')]);
  expect(code).toBe(1);
  expect(output).toContain(`${shut}: UNREADABLE. ${shut} can't be read (EACCES)`);
  expect(output).toContain('1 file of 3 complete');
  expect(output).toContain(`${open}: complete.`);
  expect(output).toMatch(/closed\/x\.zip: UNREADABLE\. .*EACCES/);
});

test.skipIf(cannotRun)('the dashboard names the backups, and the users file, that it may not read', async () => {
  await addLocalUser(join(directory, 'data/users.json'), 'ann', PASSWORD, { role: 'admin' });
  await changeOwner(otherUser, join(directory, 'data'));
  const configuration = (more: string) => `${more}clusters:\n  one: { url: "http://127.0.0.1:9", backups: backups }\n`;
  const open = await startDashboard({ directory, owner: otherUser, configuration: configuration('') });
  try {
    const { rows, unread, problem } = JSON.parse((await new HttpClient(open.url).send('/api/one/backups')).text) as {
      rows: { id: string; condition: { state: string; problem?: string } }[];
      unread: string[];
      problem: string | null;
    };
    expect({ unread, problem }).toEqual({ unread: ['closed'], problem: null });
    expect(Object.fromEntries(rows.map(({ id, condition }) => [id, condition.problem ?? condition.state]))).toEqual({
      [READABLE]: 'whole',
      [UNREADABLE]: `${join(directory, 'backups', UNREADABLE)} can't be read (EACCES).`,
    });
    expect((await new HttpClient(open.url).send(`/api/one/backups/${READABLE}/download`)).status).toBe(200);
    const refused = await new HttpClient(open.url).send(`/api/one/backups/${UNREADABLE}/download`);
    expect(refused.status).toBe(507);
    expect(refused.text).toContain('permissions');
  } finally {
    await open.stop();
  }
  close(join(directory, 'data/users.json'));
  const signed = await startDashboard({
    directory,
    owner: otherUser,
    configuration: configuration('signIn: { kind: local }\n'),
  });
  try {
    const who = new HttpClient(signed.url);
    const signIn = builtActions().find(({ name }) => name === 'signIn')!;
    const { value } = await who.callAction('/sign-in', signIn.id, { name: 'ann', password: PASSWORD, to: '/one' });
    expect(value?.failure).toMatchObject({ code: 'disk', message: expect.stringContaining('users.json') as string });
  } finally {
    await signed.stop();
  }
});
