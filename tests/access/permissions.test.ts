import { describe, expect, test } from 'vitest';
import { isAmong } from '../../lib/access/client-address.ts';
import { mayDo, permissionsOf, type Permission, type Role } from '../../lib/access/permissions.ts';
import { safeReturn } from '../../lib/access/session-cookie.ts';

const open = { name: 'search', readOnly: false, sensitive: false };
/** Every permission: the base, then those of the job kinds. */
const EVERY: Permission[] = [
  'read',
  'read-documents',
  'download',
  'cancel-job',
  'read-audit-log',
  'record-incident',
  'manage-schedules',
  'test-channel',
  'run-doctor',
  'back-up',
  'restore',
  'switch',
  'clean-up',
  'open-close',
  'verify',
  'delete-backup',
  'change-repository',
  'verify-repository',
  'compare',
  'carry-forward',
  'replay',
  'import',
  'drill',
];
const allowed = (role: Role, cluster = open): Permission[] =>
  EVERY.filter((permission) => mayDo(role, permission, cluster).allowed);

describe('a role', () => {
  test('viewer may only read', () => {
    expect(allowed('viewer')).toEqual(['read']);
  });
  test('operator may back up, verify, restore and switch, but not delete and not change repositories', () => {
    expect(allowed('operator')).toEqual([
      'read',
      'read-documents',
      'download',
      'cancel-job',
      'read-audit-log',
      'record-incident',
      'back-up',
      'restore',
      'switch',
      'open-close',
      'verify',
      'verify-repository',
      'compare',
      'carry-forward',
      'replay',
      'import',
      'drill',
    ]);
  });
  test('admin may do everything', () => {
    expect(allowed('admin')).toEqual(EVERY);
    expect(Object.keys(permissionsOf('admin', open))).toEqual(EVERY);
  });
  test('operator may not read documents of a sensitive cluster, and gets the reason', () => {
    const sensitive = { ...open, sensitive: true };
    expect(allowed('operator', sensitive)).not.toContain('read-documents');
    expect(allowed('operator', sensitive)).not.toContain('download');
    expect(mayDo('operator', 'read-documents', sensitive)).toEqual({
      allowed: false,
      why: 'Only an admin may read documents where they are marked sensitive; you are an operator on search.',
    });
  });
  test('admin may not change a read-only cluster, but may back it up', () => {
    expect(allowed('admin', { ...open, readOnly: true })).toEqual(
      EVERY.filter(
        (permission) =>
          ![
            'restore',
            'switch',
            'clean-up',
            'open-close',
            'change-repository',
            'carry-forward',
            'replay',
            'drill',
          ].includes(permission),
      ),
    );
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
])('after signing in, %j redirects to %s', (to, safe) => {
  expect(safeReturn(to)).toBe(safe);
});
