import { expect, test } from 'vitest';
import { recommendedBackup, writableRepositories } from '../../lib/present/recommended-backup.ts';

type Row = NonNullable<Parameters<typeof recommendedBackup>[1]>[number];

const GB = 1024 ** 3;
const row = (change: Partial<Row> = {}): Row => ({
  name: 'nightly',
  readOnly: false,
  state: 'ok',
  unverifiedNodes: [],
  verification: { job: '1', at: '2026-11-29T05:00:00.000Z', nodes: ['one'], problem: null },
  ...change,
});

test('a large selection is recommended as a snapshot, with its size and the repository', () => {
  expect(recommendedBackup(412 * GB, [row()])).toEqual({
    way: 'snapshot',
    reason: '412 GB is too much for zip files in one client; nightly is registered, and every node can use it.',
  });
});

test('a repository that was never verified is said to be so', () => {
  const unverified = { state: 'unverified', verification: null, unverifiedNodes: ['one'] } as const;
  expect(recommendedBackup(412 * GB, [row({ ...unverified, unverifiedNodes: ['one'] })])!.reason).toMatch(
    /nightly is registered, but not verified from here yet\.$/,
  );
  expect(recommendedBackup(412 * GB, [row({ state: 'unverified', unverifiedNodes: ['two'] })])!.reason).toMatch(
    /but 1 node did not verify it\.$/,
  );
});

test('a small selection is recommended as zip files', () => {
  expect(recommendedBackup(12 * 1024 ** 2, [row()])).toMatchObject({
    way: 'zip',
    reason: expect.stringMatching(/^12\.0 MB fits into zip files/) as unknown,
  });
});

test.each([
  ['No repository is registered.', []],
  ['The registered repository is read-only.', [row({ readOnly: true })]],
  ['The 2 registered repositories are read-only.', [row({ readOnly: true }), row({ readOnly: true })]],
  ['The repository nightly has a problem.', [row({ state: 'problem' })]],
])('where no snapshot can be taken, zip files are recommended: %s', (reason, rows) => {
  expect(recommendedBackup(GB, rows)).toEqual({ way: 'zip', reason });
  expect(recommendedBackup(412 * GB, rows)).toEqual({ way: 'zip', reason: `${reason} 412 GB takes one client long.` });
});

test('nothing is recommended while the size or the repositories are unknown', () => {
  expect(recommendedBackup(null, [row()])).toBeNull();
  expect(recommendedBackup(GB, null)).toBeNull();
});

test('a repository with a problem can be chosen, and is the last', () => {
  const rows = [row({ name: 'broken', state: 'problem' }), row({ name: 'read', readOnly: true }), row()];
  expect(writableRepositories(rows).map(({ name }) => name)).toEqual(['nightly', 'broken']);
});
