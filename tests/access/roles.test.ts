import { describe, expect, test } from 'vitest';
import { roleOn } from '../../lib/access/roles.ts';

describe('the role of', () => {
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
  ] as const)('%j', (identified, role) => {
    expect(roleOn(identified, { roles: members }, null)).toBe(role);
  });
  test('a person on a cluster with its own roles ignores the roles for all clusters', () => {
    expect(roleOn(identity('ann'), { roles: { viewer: [], operator: [], admin: [] } }, members)).toBeNull();
  });
  test('a person comes from the sign-in if no roles are configured', () => {
    expect(
      roleOn({ name: 'ann', groups: [], role: 'admin' }, { roles: null }, { viewer: [], operator: [], admin: [] }),
    ).toBeNull();
    expect(roleOn({ name: 'ann', groups: [], role: 'operator' }, { roles: null }, null)).toBe('operator');
  });
});
