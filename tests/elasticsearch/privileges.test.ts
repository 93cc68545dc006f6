import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { missingOf, PRIVILEGE_ROLES, REQUIRED_PRIVILEGES, roleName } from '../../lib/elasticsearch/privileges.ts';

const page = readFileSync(fileURLToPath(new URL('../../docs/privileges.md', import.meta.url)), 'utf8');

test('the privileges in code are those of docs/privileges.md, in its order', () => {
  const documented = parse(/```yaml\n([\s\S]*?)```/.exec(page)![1]!) as object;
  expect(Object.fromEntries(PRIVILEGE_ROLES.map((role) => [roleName(role), REQUIRED_PRIVILEGES[role]]))).toEqual(
    documented,
  );
  expect(Object.keys(documented)).toEqual(PRIVILEGE_ROLES.map(roleName));
});

test('what is not granted is missing, with the names that it is missing on', () => {
  expect(
    missingOf({
      cluster: { monitor: true, create_snapshot: false },
      index: new Map<string, Record<string, boolean>>([
        ['*', { read: false, monitor: true }],
        ['restore-desk-drill-*', { delete_index: false }],
      ]),
    }),
  ).toEqual([
    { privilege: 'create_snapshot', on: null },
    { privilege: 'read', on: '*' },
    { privilege: 'delete_index', on: 'restore-desk-drill-*' },
  ]);
});
