import { describe, expect, test } from 'vitest';
import { privilegesFinding, userFinding, withoutPrivilege } from '../../../lib/doctor/words/privileges.ts';
import { PRIVILEGE_ROLES, REQUIRED_PRIVILEGES, type PrivilegeRole } from '../../../lib/elasticsearch/privileges.ts';

const missing = [
  { privilege: 'cluster:admin/snapshot/restore', on: null },
  { privilege: 'create_index', on: '*' },
];
const found = (role: PrivilegeRole, over: Partial<Parameters<typeof privilegesFinding>[0]> = {}) =>
  privilegesFinding({ role, missing, onVisible: null, readOnly: false, ...over });

test('every privilege of every row has words for what does not work without it', () => {
  for (const role of PRIVILEGE_ROLES) {
    const { cluster, indices } = REQUIRED_PRIVILEGES[role];
    for (const privilege of [...cluster, ...indices.flatMap(({ privileges }) => privileges)])
      expect({ privilege, words: withoutPrivilege(privilege) }).toEqual({ privilege, words: expect.any(String) });
  }
});

describe('a row', () => {
  test('that is complete is ok', () => {
    expect(found('operate', { missing: [] })).toMatchObject({ level: 'ok', next: null });
  });
  test('names what is missing, and what does not work', () => {
    expect(found('operate')).toEqual({
      level: 'failure',
      what: 'It lacks cluster:admin/snapshot/restore and create_index on *: snapshots can’t be restored; nothing can be restored.',
      next: 'Give it what restore_desk_operate of docs/privileges.md has, or make the entry `readOnly` if nothing is restored into it.',
    });
  });
  test('says of what the rows before it need only that it is missing too', () => {
    const read = { privilege: 'read', on: '*' };
    const drills = { privilege: 'delete_index', on: 'restore-desk-drill-*' };
    expect(found('operate', { missing: [...missing, read, drills] }).what).toMatch(
      /^It lacks cluster:admin\/snapshot\/restore, create_index on \* and delete_index on restore-desk-drill-\*, besides what is missing above: /,
    );
    expect(found('operate', { missing: [read] }).what).toBe('It lacks nothing but what is missing above.');
    // The same word for all indices is more.
    expect(found('administer', { missing: [{ privilege: 'delete_index', on: '*' }] }).what).toMatch(
      /^It lacks delete_index on \*: /,
    );
  });
  test.each<[PrivilegeRole, boolean, string]>([
    ['view', false, 'failure'],
    ['back_up', false, 'failure'],
    ['operate', false, 'failure'],
    ['administer', false, 'warning'],
    ['view', true, 'failure'],
    ['back_up', true, 'warning'],
    ['operate', true, 'ok'],
    ['administer', true, 'ok'],
  ])('%s that is incomplete, with readOnly %s, is %s', (role, readOnly, level) => {
    expect(found(role, { readOnly }).level).toBe(level);
  });
  test('of a role for some indices is ok where it has all on what it sees', () => {
    expect(found('view', { onVisible: { names: 12, asked: 13, missing: [] } })).toMatchObject({
      level: 'ok',
      what: expect.stringContaining('on the 12 indices and aliases that it sees, and on no others') as string,
    });
    expect(found('view', { onVisible: { names: 500, asked: 501, missing: [] } }).what).toContain(
      'It has them on the 500 indices and aliases that it sees, and on no others: ',
    );
    const more = found('view', { onVisible: { names: 1_200, asked: 501, missing: [] } });
    expect(more.level).toBe('ok');
    expect(more.what).toContain(
      'It has them on 500 of the 1,200 indices and aliases that it sees; the others were not asked for: ',
    );
    const onVisible = { names: 2, asked: 3, missing: [{ privilege: 'read', on: 'government' }] };
    expect(found('back_up', { onVisible }).what).toContain('It lacks read on government:');
    const onAll = ['government', 'government-1', 'restore-desk-*'].map((on) => ({ privilege: 'read', on }));
    expect(found('back_up', { onVisible: { names: 2, asked: 3, missing: onAll } }).what).toContain(
      'It lacks read on *:',
    );
    expect(found('back_up', { onVisible: { names: 0, asked: 1, missing: [] } }).level).toBe('failure');
  });
});

test('says who the cluster knows, by which API key, or that it has no security', () => {
  const user = { name: 'desk', roles: ['restore_desk_view'], apiKey: null };
  expect(userFinding(user, { loopback: false }).what).toBe(
    'The cluster knows us as desk, with the role restore_desk_view.',
  );
  expect(userFinding({ ...user, roles: [], apiKey: 'nightly' }, { loopback: false }).what).toBe(
    'The cluster knows us as desk, by the API key nightly.',
  );
  expect(userFinding(null, { loopback: false }).level).toBe('warning');
  expect(userFinding(null, { loopback: true }).level).toBe('ok');
});
