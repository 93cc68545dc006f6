import { expect, test } from 'vitest';
import type { AliasStatus } from '@/lib/contract/job-page.ts';
import { aliasTitle, indexNote } from '@/lib/present/alias-standing.ts';

const status: AliasStatus = {
  alias: 'a',
  movedAt: '',
  seenAt: '',
  targets: [{ index: 'new', documents: 1 }],
  where: 'here',
  index: 'new',
  indexNow: 'open',
  before: ['old'],
  beforeNow: 'closed',
};
const title = (more: Partial<AliasStatus>, atRestored = true) =>
  aliasTitle({ alias: 'a', atRestored }, { ...status, ...more });

test('the title says where the alias points, and whether Restore Desk switched it', () => {
  expect(title({})).toBe('a points to the restored index');
  expect(title({ targets: [...status.targets, { index: 'x', documents: 1 }] })).toBe(
    'a points to the restored index and 1 other index',
  );
  expect(title({ where: 'before' })).toBe('a points to the previous index again');
  expect(title({ where: 'elsewhere', targets: [{ index: 'old', documents: 1 }] })).toBe(
    'a points to the previous index again: Restore Desk did not switch it',
  );
  expect(title({ where: 'elsewhere', targets: [{ index: 'x', documents: 1 }] })).toBe(
    'a points to another index: Restore Desk did not switch it',
  );
  expect(title({ where: 'elsewhere', targets: [] })).toBe('No index has the alias a: Restore Desk did not remove it');
  expect(title({ where: 'unknown' }, false)).toBe('a was switched back to the previous index');
});

test('beside an index: live, kept, deleted, or nothing where nothing is known', () => {
  expect(indexNote('new', status)).toBe('live');
  expect(indexNote('old', status)).toBe('kept, closed');
  expect(indexNote('old', { ...status, beforeNow: 'gone' })).toBe('deleted');
  expect(indexNote('other', status)).toBeNull();
});
