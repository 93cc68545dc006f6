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

/** Each from an address of its own, as the proxy in front says: one test's wrong attempts don't slow another's. */
let addresses = 0;
const visitor = (address = `198.51.100.${++addresses}`) =>
  new HttpClient(dashboard.url, { 'x-forwarded-for': address });

const signIn = async (who: HttpClient, name = 'ann', password = PASSWORD, to = '/one'): Promise<ActionValue> =>
  (await who.callAction('/sign-in', action('signIn'), { name, password, to })).value!;
const isIn = async (who: HttpClient) => (await who.send('/api/one/jobs')).status === 200;

describe('a local user', () => {
  test('comes in with name and password, and out again', async () => {
    const who = visitor();
    expect(await isIn(who)).toBe(false);
    expect(await signIn(who)).toEqual({ ok: true, to: '/one' });
    expect(await isIn(who)).toBe(true);
    const cookies = new Map(who.cookies);
    expect((await who.callAction('/sign-in', action('signOut'), undefined)).value).toEqual({ ok: true });
    expect(await isIn(who)).toBe(false);
    for (const [name, value] of cookies) who.cookies.set(name, value);
    expect(await isIn(who), 'a kept cookie of an ended session').toBe(false);
  });

  test.each([
    ['ann', 'wrong password!!'],
    ['somebody-else', PASSWORD],
    ['constructor', PASSWORD],
    ['ann\u0000', PASSWORD],
    ['ＡＮＮ', PASSWORD],
    // To scrypt the same as without them.
    ['ann', `${PASSWORD}\u0000`],
    ['ann', `${PASSWORD}\u0000\u0000\u0000`],
  ])('%j with %j is told the same: one of the two is wrong', async (name, password) => {
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
  ])('is told beside the field what can’t be one, whatever was sent: case %#', async (input, fields) => {
    expect((await visitor().callAction('/sign-in', action('signIn'), input)).value?.failure).toMatchObject({
      code: 'invalid_input',
      fields,
    });
  });

  test('is not signed in from another site', async () => {
    const { value, status } = await visitor().callAction(
      '/sign-in',
      action('signIn'),
      { name: 'ann', password: PASSWORD, to: '/' },
      { origin: 'https://evil.example' },
    );
    expect(value === undefined ? status >= 400 : value.ok === false).toBe(true);
  });

  test('goes nowhere else afterwards', async () => {
    expect((await signIn(visitor(), 'ann', PASSWORD, '//evil.example')).to).toBe('/');
  });

  test('is out when idle, and polling is not being there', async () => {
    const who = visitor();
    await signIn(who);
    for (let poll = 0; poll < 4; poll++) {
      await pause(1000);
      await who.send('/api/one/jobs');
    }
    expect(await isIn(who)).toBe(false);
  });

  test('is out at once when removed or signed out from the command line', async () => {
    expect((await commandLine(['add', 'bob', '--role', 'operator'], `${PASSWORD}\n`)).status).toBe(0);
    const who = visitor();
    expect((await signIn(who, 'bob')).ok).toBe(true);
    expect(await isIn(who)).toBe(true);
    expect((await commandLine(['sign-out', 'bob'])).stdout).toBe('bob: 1 session ended.\n');
    expect(await isIn(who)).toBe(false);
    expect((await signIn(who, 'bob')).ok).toBe(true);
    expect((await commandLine(['remove', 'bob'])).status).toBe(0);
    expect(await isIn(who)).toBe(false);
    expect((await signIn(who, 'bob')).ok).toBe(false);
  });

  test('has a new role at once', async () => {
    await commandLine(['add', 'eve', '--role', 'admin'], `${PASSWORD}\n`);
    const who = visitor();
    await signIn(who, 'eve');
    expect((await who.send('/api/one/record')).status).toBe(200);
    const users = join(directory, 'data/users.json');
    writeFileSync(users, readFileSync(users, 'utf8').replace(/("eve": \{[^}]*"role": )"admin"/, '$1"viewer"'));
    expect((await who.send('/api/one/record')).status).toBe(403);
  });

  test('is kept in a file for this user alone, with no password in it', () => {
    const file = join(directory, 'data/users.json');
    expect(statSync(file).mode & 0o077).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/"scrypt\$65536\$8\$2\$/);
    expect(readFileSync(file, 'utf8')).not.toContain(PASSWORD);
  });

  test.each([
    [['add', 'Bad Name', '--role', 'admin'], PASSWORD, 'lower-case letters'],
    [['add', 'bob', '--role', 'admin'], 'short', 'at least 12 characters'],
    [['add', 'bob', '--role', 'admin'], `${PASSWORD}\u0000`, 'no NUL'],
    [['add', 'bob', '--role', 'root'], PASSWORD, 'viewer, operator, admin'],
    [['add', 'bob'], PASSWORD, '--role'],
    [['dance', 'bob'], '', 'There is no `restore-desk user dance`'],
  ])('is not made by %j', async (words, password, sentence) => {
    const { status, stderr } = await commandLine(words, `${password}\n`);
    expect(status).toBe(2);
    expect(stderr).toContain(sentence);
  });
});

describe('guessing is slowed', () => {
  test('for a user, from wherever, and ends with the right password after the wait', async () => {
    await commandLine(['add', 'slow', '--role', 'viewer'], `${PASSWORD}\n`);
    for (let attempt = 0; attempt < 5; attempt++)
      expect((await signIn(visitor(), 'slow', 'wrong password!!')).failure?.code).toBe('unauthorised');
    const slowed = await signIn(visitor(), 'slow');
    expect(slowed.failure).toMatchObject({ code: 'overloaded', message: expect.stringMatching(/wait \d+ s/) });
    await pause(1200);
    expect((await signIn(visitor(), 'slow')).ok).toBe(true);
  });

  test('for an address, whatever the name; another address is not slowed', async () => {
    const answers = await Promise.all(
      Array.from({ length: 26 }, (_, attempt) =>
        signIn(visitor('203.0.113.9'), `guess-${attempt}`, 'wrong password!!'),
      ),
    );
    expect(new Set(answers.map(({ failure }) => failure?.code))).toEqual(new Set(['unauthorised', 'overloaded']));
    expect((await signIn(visitor('203.0.113.10'))).ok).toBe(true);
  });

  test('from sixty networks keeps nobody waiting: a few are looked at, the rest is answered 503 with a time', async () => {
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
    // From where somebody has signed in before, ahead of all of them.
    const good = visitor('192.0.2.77');
    expect((await signIn(good)).ok).toBe(true);
    const goodMs = Date.now() - began;
    const answers = await Promise.all(guesses);
    const turnedAway = answers.filter(({ status }) => status === 503);
    expect(turnedAway.length).toBeGreaterThanOrEqual(30);
    for (const { headers, value } of turnedAway) {
      expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
      expect(value?.failure).toMatchObject({
        code: 'overloaded',
        message: expect.stringContaining(`try again in ${headers.get('retry-after')} s`),
      });
    }
    expect(
      answers.filter(({ status }) => status === 200).every(({ value }) => value?.failure?.code === 'unauthorised'),
    ).toBe(true);
    // Half of them would take longer than this, one after the other.
    expect(goodMs).toBeLessThan(Math.max(...answers.map(({ ms }) => ms)));
  });

  test('many at once don’t get by', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, () => signIn(visitor(), 'at-once', 'wrong password!!')),
    );
    expect(answers.filter(({ failure }) => failure?.code === 'overloaded').length).toBeGreaterThanOrEqual(6);
  });
});

test('a session is a random id in the cookie; the server keeps its hash alone, and no key', async () => {
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

test('every attempt is in the record, with the address the proxy saw, and no password', async () => {
  const who = visitor();
  await signIn(who);
  const { text } = await who.send('/api/one/record');
  expect(text).toContain('"action":"sign in"');
  expect(text).toContain('"address":"203.0.113.9"');
  expect(text + dashboard.output()).not.toContain(PASSWORD);
  expect(text + dashboard.output()).not.toContain('wrong password!!');
});

test('a damaged sessions’ database lets people sign in again', async () => {
  await dashboard.kill9();
  for (const file of ['access.sqlite', 'access.sqlite-wal', 'access.sqlite-shm'])
    writeFileSync(join(directory, 'data', file), 'This is not a database. '.repeat(500));
  await dashboard.restart();
  expect((await signIn(visitor())).ok).toBe(true);
});
