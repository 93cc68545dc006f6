import { describe, expect, test } from 'vitest';
import {
  channelFinding,
  databaseFinding,
  publicAddressFinding,
  signInFinding,
  type PublicAddress,
} from '../../../lib/doctor/words/installation.ts';
import { repositoriesFinding, versionFinding } from '../../../lib/doctor/words/cluster.ts';

describe('the jobs’ database', () => {
  const checked = { file: '/data/restore-desk.sqlite', bytes: 4_096, version: 30, newest: 30, problems: [] };
  const LIMIT_MS = 9_000;
  test.each([
    ['is not there yet', null, 'ok', /none yet/],
    ['is not damaged', checked, 'ok', /not damaged/],
    ['is older', { ...checked, version: 28 }, 'ok', /from version 28 to 30/],
    ['is of a newer Restore Desk', { ...checked, version: 31 }, 'failure', /newer Restore Desk/],
    ['is damaged', { ...checked, problems: ['page 7 is never used'] }, 'failure', /damaged: page 7/],
    ['was not read in time', { ...checked, problems: null }, 'warning', /Not known: .*within 9 s/],
  ])('%s', (_, found, level, what) => {
    const finding = databaseFinding(found, LIMIT_MS);
    expect(finding.level).toBe(level);
    expect(finding.what).toMatch(what);
  });
});

test.each([
  [{ host: 'hooks.example.org', addresses: ['93.184.215.14'], refused: false }, false, 'ok'],
  [{ host: 'hooks.example.org', addresses: ['93.184.215.14'], refused: false }, true, 'warning'],
  [{ host: 'chat.local', addresses: ['10.0.0.7'], refused: true }, false, 'failure'],
  [{ host: 'no.example', problem: 'No answer: the name of the server is not known.' }, false, 'failure'],
])('a channel with %j, unused: %s, is %s', (found, unused, level) => {
  expect(channelFinding({ kind: 'webhook', found, unused, mailProblem: null }).level).toBe(level);
});

test('a mail server that accepts nothing from us is a failure, and says why', () => {
  const found = { host: 'smtp.example.org', addresses: ['93.184.215.14'], refused: false };
  const mail = { kind: 'email', found, unused: false };
  expect(channelFinding({ ...mail, mailProblem: 'No answer: the connection was refused (ECONNREFUSED).' })).toEqual({
    level: 'failure',
    what: 'No mail can be sent by smtp.example.org: No answer: the connection was refused (ECONNREFUSED).',
    next: 'Correct `smtp` of the channel (host, port, `tls`, user name, password), or the mail server.',
  });
  expect(channelFinding({ ...mail, mailProblem: null }).what).toMatch(
    /^The mail server smtp\.example\.org accepts us\./,
  );
});

test.each<[string, Partial<PublicAddress>, string, RegExp]>([
  ['none, and no channel', { publicUrl: null }, 'ok', /not set/],
  ['none, and a channel', { publicUrl: null, channels: 1 }, 'warning', /no links/],
  ['with a sub-path', {}, 'ok', /sub-path \/desk/],
  ['where Restore Desk answers', { answer: { from: 'restore-desk' } }, 'ok', /Restore Desk answers there/],
  [
    'where a proxy drops the path',
    { answer: { from: 'other', status: 404 } },
    'failure',
    /is not at .*\/desk: HTTP 404/,
  ],
  ['where a proxy signs people in', { answer: { from: 'other', status: 302 } }, 'warning', /HTTP 302, not as/],
  ['where nothing answers', { answer: { from: 'none', why: 'No answer.' } }, 'warning', /from here: No answer\./],
  ['http with a sign-in', { publicUrl: 'http://desk.example.org' }, 'warning', /not encrypted/],
  ['https, and no trusted proxy', { trustedProxies: 0 }, 'warning', /trustedProxies/],
])('the public address: %s', (_, over, level, what) => {
  const finding = publicAddressFinding({
    publicUrl: 'https://tools.example.org/desk',
    channels: 0,
    signsIn: true,
    loopback: false,
    trustedProxies: 1,
    answer: null,
    ...over,
  });
  expect(finding.level).toBe(level);
  expect(finding.what).toMatch(what);
});

test('a users’ file without users is a warning: a sign-in is not possible', () => {
  expect(signInFinding({ kind: 'local', file: '/data/users.json', users: 0 }).level).toBe('warning');
  expect(signInFinding({ kind: 'local', file: '/data/users.json', users: 2 }).what).toContain('2 users');
});

test.each([
  ['elasticsearch', '6.8.23', 'ok'],
  ['elasticsearch', '6.7.2', 'failure'],
  ['elasticsearch', '9.2.0', 'ok'],
  ['elasticsearch', '10.0.0', 'warning'],
  ['opensearch', '1.3.20', 'failure'],
  ['opensearch', '3.3.0', 'ok'],
  ['opensearch', '4.0.0', 'warning'],
] as const)('%s %s is %s', (distribution, version, level) => {
  expect(versionFinding({ name: 'search', uuid: 'u', distribution, version }).level).toBe(level);
});

test('repositories: none, all readable, one that is not', () => {
  expect(repositoriesFinding([])).toMatchObject({ level: 'ok' });
  const readable = { name: 'nightly', snapshots: 3 };
  expect(repositoriesFinding([readable]).what).toMatch(/1 repository .* with 3 snapshots. Only read/);
  expect(repositoriesFinding([readable, { name: 'old', failure: 'No such bucket.' }])).toMatchObject({
    level: 'failure',
    what: 'Of 2 repositories old can’t be read: No such bucket.',
  });
});
