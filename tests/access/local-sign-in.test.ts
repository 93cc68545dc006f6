import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { builtActions } from '../support/built-routes.ts';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { HttpClient, type ActionValue } from '../support/http-client.ts';

const PASSWORD = 'correct horse battery staple';
const program = fileURLToPath(new URL('../../bin/restore-desk.mjs', import.meta.url));

let directory: string;
let dashboard: TestDashboard;

const action = (name: string) => builtActions().find((each) => each.name === name)!.id;

/** Not spawnSync: it would keep this process from seeing that the server closed an idle connection. */
function commandLine(words: string[], input = ''): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [program, 'user', ...words],
      { cwd: directory, env: { NODE_ENV: 'production', PATH: process.env.PATH ?? '' } },
      (error, stdout, stderr) => resolve({ status: error ? Number(error.code) : 0, stdout, stderr }),
    );
    child.stdin!.end(input);
  });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sign-in-'));
  mkdirSync(join(directory, 'data'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'signIn: { kind: local, idleAfter: 3s, endsAfter: 1h }\ntrustedProxies: [127.0.0.1]\nclusters:\n  one: { name: search-one, url: "http://127.0.0.1:9", backups: backups }\n',
  );
  expect(await commandLine(['add', 'ann', '--role', 'admin'], `${PASSWORD}\n`)).toMatchObject({
    status: 0,
    stdout: 'ann is added.\n',
  });
  dashboard = await startDashboard({
    directory,
    configuration: readFileSync(join(directory, 'restore-desk.yaml'), 'utf8'),
  });
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Each has its own address in X-Forwarded-For, so that the wrong attempts of one test don't delay another test. */
let addresses = 0;
const visitor = (address = `198.51.100.${++addresses}`) =>
  new HttpClient(dashboard.url, { 'x-forwarded-for': address });

const signIn = async (who: HttpClient, name = 'ann', password = PASSWORD, to = '/one'): Promise<ActionValue> =>
  (await who.callAction('/sign-in', action('signIn'), { name, password, to })).value!;
const isSignedIn = async (who: HttpClient) => (await who.send('/api/one/jobs')).status === 200;

describe('a local user', () => {
  test('signs in with name and password, and signs out', async () => {
    const who = visitor();
    expect(await isSignedIn(who)).toBe(false);
    expect(await signIn(who)).toEqual({ ok: true, to: '/one' });
    expect(await isSignedIn(who)).toBe(true);
    const cookies = new Map(who.cookies);
    expect((await who.callAction('/sign-in', action('signOut'), undefined)).value).toEqual({ ok: true });
    expect(await isSignedIn(who)).toBe(false);
    for (const [name, value] of cookies) who.cookies.set(name, value);
    expect(await isSignedIn(who), 'a kept cookie of an ended session').toBe(false);
  });

  test.each([
    ['ann', 'wrong password!!'],
    ['somebody-else', PASSWORD],
    ['constructor', PASSWORD],
    ['ann\u0000', PASSWORD],
    ['ＡＮＮ', PASSWORD],
    // To scrypt, NUL characters at the end make no difference.
    ['ann', `${PASSWORD}\u0000`],
    ['ann', `${PASSWORD}\u0000\u0000\u0000`],
  ])('gets the same error for the name %j with the password %j: one of the two is wrong', async (name, password) => {
    expect((await signIn(visitor(), name, password)).failure).toMatchObject({
      code: 'unauthorised',
      message: 'The name or the password is wrong.',
    });
  });

  test.each<[unknown, Record<string, string>]>([
    [undefined, { name: 'A name and a password are needed.' }],
    [['ann', PASSWORD], { name: 'A name and a password are needed.' }],
    [{}, { name: 'Your name is needed.', password: 'Your password is needed.' }],
    [
      { name: ' ', password: { toString: 'x' } },
      { name: 'Your name is needed.', password: 'Your password is needed.' },
    ],
    [
      { name: 'a'.repeat(65), password: 'b'.repeat(1025) },
      { name: 'A name has at most 64 characters.', password: 'A password has at most 1,024 characters.' },
    ],
  ])('gets an error for each invalid field, for any input: case %#', async (input, fields) => {
    expect((await visitor().callAction('/sign-in', action('signIn'), input)).value?.failure).toMatchObject({
      code: 'invalid_input',
      fields,
    });
  });

  test('can’t sign in from another site', async () => {
    const { value, status } = await visitor().callAction(
      '/sign-in',
      action('signIn'),
      { name: 'ann', password: PASSWORD, to: '/' },
      { origin: 'https://evil.example' },
    );
    expect(value === undefined ? status >= 400 : value.ok === false).toBe(true);
  });

  test('is not redirected to another site after signing in', async () => {
    expect((await signIn(visitor(), 'ann', PASSWORD, '//evil.example')).to).toBe('/');
  });

  test('is signed out when idle, and polling does not count as activity', async () => {
    const who = visitor();
    await signIn(who);
    for (let poll = 0; poll < 4; poll++) {
      await pause(1000);
      await who.send('/api/one/jobs');
    }
    expect(await isSignedIn(who)).toBe(false);
  });

  test('is signed out at once when the command line removes them or signs them out', async () => {
    expect((await commandLine(['add', 'bob', '--role', 'operator'], `${PASSWORD}\n`)).status).toBe(0);
    const who = visitor();
    expect((await signIn(who, 'bob')).ok).toBe(true);
    expect(await isSignedIn(who)).toBe(true);
    expect((await commandLine(['sign-out', 'bob'])).stdout).toBe('bob: 1 session ended.\n');
    expect(await isSignedIn(who)).toBe(false);
    expect((await signIn(who, 'bob')).ok).toBe(true);
    expect((await commandLine(['remove', 'bob'])).status).toBe(0);
    expect(await isSignedIn(who)).toBe(false);
    expect((await signIn(who, 'bob')).ok).toBe(false);
  });

  test('gets a changed role at once', async () => {
    await commandLine(['add', 'eve', '--role', 'admin'], `${PASSWORD}\n`);
    const who = visitor();
    await signIn(who, 'eve');
    expect((await who.send('/api/one/audit-log')).status).toBe(200);
    const users = join(directory, 'data/users.json');
    writeFileSync(users, readFileSync(users, 'utf8').replace(/("eve": \{[^}]*"role": )"admin"/, '$1"viewer"'));
    expect((await who.send('/api/one/audit-log')).status).toBe(403);
  });

  test('is stored in a file that only its owner can read, with a hash instead of the password', () => {
    const file = join(directory, 'data/users.json');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/"scrypt\$65536\$8\$2\$/);
    expect(readFileSync(file, 'utf8')).not.toContain(PASSWORD);
  });

  test.each([
    [['add', 'Bad Name', '--role', 'admin'], PASSWORD, 'lower-case letters'],
    [['add', 'bob', '--role', 'admin'], 'short', 'at least 12 characters'],
    [['add', 'bob', '--role', 'admin'], `${PASSWORD}\u0000`, 'NUL character'],
    [['add', 'bob', '--role', 'root'], PASSWORD, 'viewer, operator, admin'],
    [['add', 'bob'], PASSWORD, '--role'],
    [['dance', 'bob'], '', 'There is no `restore-desk user dance`'],
  ])('is not created by %j', async (words, password, sentence) => {
    const { status, stderr } = await commandLine(words, `${password}\n`);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

describe('password guessing', () => {
  test('is delayed per user, from any address, and the right password is accepted after the delay', async () => {
    await commandLine(['add', 'slow', '--role', 'viewer'], `${PASSWORD}\n`);
    for (let attempt = 0; attempt < 5; attempt++)
      expect((await signIn(visitor(), 'slow', 'wrong password!!')).failure?.code).toBe('unauthorised');
    const slowed = await signIn(visitor(), 'slow');
    expect(slowed.failure).toMatchObject({ code: 'overloaded', message: expect.stringMatching(/wait \d+ s/) });
    await pause(1200);
    expect((await signIn(visitor(), 'slow')).ok).toBe(true);
  });

  test('is delayed per address, for any name, and another address is not delayed', async () => {
    const answers = await Promise.all(
      Array.from({ length: 26 }, (_, attempt) =>
        signIn(visitor('203.0.113.9'), `guess-${attempt}`, 'wrong password!!'),
      ),
    );
    expect(new Set(answers.map(({ failure }) => failure?.code))).toEqual(new Set(['unauthorised', 'overloaded']));
    expect((await signIn(visitor('203.0.113.10'))).ok).toBe(true);
  });

  test('from sixty networks does not delay a known address: a few are checked, the others get 503 with Retry-After', async () => {
    const known = visitor('192.0.2.77');
    expect((await signIn(known)).ok).toBe(true);
    const began = Date.now();
    const guesses = Array.from({ length: 60 }, async (_, at) => {
      const answer = await visitor().callAction('/sign-in', action('signIn'), {
        name: `guess-of-${at}`,
        password: 'wrong password!!',
        to: '/',
      });
      return { ...answer, ms: Date.now() - began };
    });
    await pause(100);
    // A known address: a user has signed in from it before. It precedes all guesses.
    const good = visitor('192.0.2.77');
    expect((await signIn(good)).ok).toBe(true);
    const goodMs = Date.now() - began;
    const answers = await Promise.all(guesses);
    const refused = answers.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThanOrEqual(30);
    for (const { headers, value } of refused) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(value?.failure).toMatchObject({
        code: 'overloaded',
        message: expect.stringContaining(`try again in ${headers.get('retry-after')} s`),
      });
    }
    expect(
      answers.filter(({ status }) => status === 200).every(({ value }) => value?.failure?.code === 'unauthorised'),
    ).toBe(true);
    // Checking half of the guesses, one after the other, would take longer.
    expect(goodMs).toBeLessThan(Math.max(...answers.map(({ ms }) => ms)));
  });

  test('is delayed also for many attempts at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => signIn(visitor(), 'at-once', 'wrong password!!')),
    );
    expect(answers.filter(({ failure }) => failure?.code === 'overloaded').length).toBeGreaterThanOrEqual(6);
  });
});

test('a session is a random id in the cookie; the server stores only its hash, and no key', async () => {
  const who = visitor();
  await signIn(who);
  const id = who.cookies.get('restore-desk-session')!;
  expect(id).toMatch(/^rds_[\w-]{43}$/);
  const stored = ['access.sqlite', 'access.sqlite-wal']
    .map((file) => readFileSync(join(directory, 'data', file), 'latin1'))
    .join('');
  expect(stored).toContain(createHash('sha256').update(id).digest('hex'));
  expect(stored).not.toContain(id);
  expect(existsSync(join(directory, 'data/session.key'))).toBe(false);
});

test('every sign-in attempt is in the audit log, with the address from the proxy and without the password', async () => {
  const who = visitor();
  await signIn(who);
  const { text } = await who.send('/api/one/audit-log');
  expect(text).toContain('"action":"sign in"');
  expect(text).toContain('"address":"203.0.113.9"');
  expect(text + dashboard.output()).not.toContain(PASSWORD);
  expect(text + dashboard.output()).not.toContain('wrong password!!');
});

test('users can sign in again after the database of sessions is damaged', async () => {
  await dashboard.kill9();
  for (const file of ['access.sqlite', 'access.sqlite-wal', 'access.sqlite-shm'])
    writeFileSync(join(directory, 'data', file), 'This is not a database. '.repeat(500));
  await dashboard.restart();
  expect((await signIn(visitor())).ok).toBe(true);
});
