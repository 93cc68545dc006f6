import { describe, expect, test } from 'vitest';
import { isAmong } from '../../lib/access/client-address.ts';
import { mayDo, permissionsOf, type Permission, type Role } from '../../lib/access/permissions.ts';
import { RateLimit } from '../../lib/access/rate-limit.ts';
import { roleOn } from '../../lib/access/roles.ts';
import { safeReturn } from '../../lib/access/session-cookie.ts';

const open = { name: 'search', readOnly: false, sensitive: false };
/** What there is to be allowed: the base, then what each job kind needs. */
const EVERY: Permission[] = [
  'read',
  'read-documents',
  'download',
  'cancel-job',
  'read-record',
  'back-up',
  'restore',
  'switch',
  'clean-up',
  'verify',
  'delete-backup',
];
const allowed = (role: Role, cluster = open): Permission[] =>
  EVERY.filter((permission) => mayDo(role, permission, cluster).allowed);

describe('a role', () => {
  test('viewer reads, and nothing else', () => {
    expect(allowed('viewer')).toEqual(['read']);
  });
  test('operator backs up, verifies, restores and switches, and deletes nothing', () => {
    expect(allowed('operator')).toEqual([
      'read',
      'read-documents',
      'download',
      'cancel-job',
      'read-record',
      'back-up',
      'restore',
      'switch',
      'verify',
    ]);
  });
  test('admin may all', () => {
    expect(allowed('admin')).toEqual(EVERY);
    expect(Object.keys(permissionsOf('admin', open))).toEqual(EVERY);
  });
  test('operator sees no documents of a sensitive cluster, and is told why', () => {
    const sensitive = { ...open, sensitive: true };
    expect(allowed('operator', sensitive)).not.toContain('read-documents');
    expect(allowed('operator', sensitive)).not.toContain('download');
    expect(mayDo('operator', 'read-documents', sensitive)).toEqual({
      allowed: false,
      why: 'Only an admin may read documents where they are marked sensitive; you are an operator on search.',
    });
  });
  test('changes nothing on a read-only cluster, not even admin; backing up is no change', () => {
    expect(allowed('admin', { ...open, readOnly: true })).toEqual(
      EVERY.filter((permission) => !['restore', 'switch', 'clean-up'].includes(permission)),
    );
  });
});

describe('who has which role', () => {
  const members = { viewer: ['*'], operator: ['on-call'], admin: ['user:ann', 'search-admins'] };
  const identity = (name: string, ...groups: string[]) => ({ name, groups, role: null });
  test.each([
    [identity('vic'), 'viewer'],
    [identity('ola', 'on-call'), 'operator'],
    [identity('ben', 'on-call', 'search-admins'), 'admin'],
    [identity('ann'), 'admin'],
    [identity('Ann'), 'admin'],
    [identity('ＡＮＮ'), 'admin'],
    [identity('x', 'Search-Admins'), 'viewer'],
    [identity('x', 'user:ann'), 'viewer'],
  ] as const)('%j', (who, role) => {
    expect(roleOn(who, { roles: members }, null)).toBe(role);
  });
  test('a cluster’s own roles replace the ones for all', () => {
    expect(roleOn(identity('ann'), { roles: { viewer: [], operator: [], admin: [] } }, members)).toBeNull();
  });
  test('the sign-in’s word counts only where no roles are configured', () => {
    expect(
      roleOn({ name: 'ann', groups: [], role: 'admin' }, { roles: null }, { viewer: [], operator: [], admin: [] }),
    ).toBeNull();
    expect(roleOn({ name: 'ann', groups: [], role: 'operator' }, { roles: null }, null)).toBe('operator');
  });
});

test.each([
  ['10.1.2.3', ['10.0.0.0/8'], true],
  ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
  ['11.1.2.3', ['10.0.0.0/8', '11.1.2.4'], false],
  ['fd00::1', ['fd00::/8'], true],
  ['localhost', ['127.0.0.1'], false],
  ['', ['0.0.0.0/0'], false],
])('%s is among %j: %s', (address, named, among) => {
  expect(isAmong(address, named)).toBe(among);
});

test.each([
  ['/one/jobs?kind=restore', '/one/jobs?kind=restore'],
  ['//evil.example', '/'],
  ['/\\evil.example', '/'],
  ['https://evil.example', '/'],
  ['/\t/evil.example', '/'],
  ['/..//evil.example', '/'],
  [undefined, '/'],
])('after signing in %j leads to %s', (to, safe) => {
  expect(safeReturn(to)).toBe(safe);
});

test('a rate limit lets a burst through, then one at a time, each caller by itself', () => {
  const limit = new RateLimit(2, 3);
  expect([1, 2, 3].map(() => limit.take('a', 0))).toEqual([0, 0, 0]);
  expect(limit.take('a', 0)).toBe(1);
  expect(limit.take('b', 0)).toBe(0);
  expect(limit.take('a', 600)).toBe(0);
  expect(limit.take('a', 600)).toBe(1);
});
