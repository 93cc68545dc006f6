import { expect, test } from 'vitest';
import type { RepositoryVerification } from '../../lib/contract/repositories-page.ts';
import type { Repository } from '../../lib/contract/repository.ts';
import { listedSnapshots, repositoryRow } from '../../lib/present/repository-row.ts';

const nightly: Repository = {
  name: 'nightly',
  type: 'fs',
  settings: [{ name: 'location', value: '/mnt/snapshots/nightly' }],
};
const readOnly: Repository = { ...nightly, settings: [...nightly.settings, { name: 'readonly', value: 'true' }] };
const verification: RepositoryVerification = {
  job: '7',
  at: '2026-11-29T05:00:00.000Z',
  nodes: ['one', 'two'],
  problem: null,
};
const snapshot = (name: string, state = 'SUCCESS') => ({ name, state, indices: ['orders-1'] });

const row = (change: Partial<Parameters<typeof repositoryRow>[0]> = {}) =>
  repositoryRow({
    repository: nightly,
    names: [snapshot('a')],
    failure: null,
    verification,
    nodes: ['one', 'two'],
    ...change,
  });

test('a repository that each node verified is in order', () => {
  expect(row()).toMatchObject({ state: 'ok', problem: null, snapshots: 1, unverifiedNodes: [] });
});

test('one that was never verified, or not on a new node, is not verified yet', () => {
  expect(row({ verification: null }).state).toBe('unverified');
  expect(row({ nodes: ['one', 'two', 'three'] })).toMatchObject({ state: 'unverified', unverifiedNodes: ['three'] });
});

test('the number of its snapshots is unknown, never 0, while they are read and when they can’t be', () => {
  expect(row({ names: null })).toMatchObject({ state: 'reading', snapshots: null });
  expect(row({ names: null, failure: { code: 'cluster_error', message: 'Gone.' } })).toMatchObject({
    state: 'problem',
    snapshots: null,
    problem: 'Its snapshots can’t be listed: Gone.',
  });
});

test('a read-only repository without a snapshot is questioned, and a writable one is not', () => {
  expect(row({ repository: readOnly, names: [] })).toMatchObject({ state: 'problem', questionable: true });
  expect(row({ names: [] })).toMatchObject({ state: 'ok', questionable: false });
});

test('a failed verification is a problem', () => {
  expect(row({ verification: { ...verification, nodes: [], problem: 'No access.' } })).toMatchObject({
    state: 'problem',
    problem: 'The last verification failed: No access.',
    unverifiedNodes: ['one', 'two'],
  });
});

test('partial and failed snapshots are counted apart from running ones', () => {
  const names = [snapshot('a', 'PARTIAL'), snapshot('b', 'FAILED'), snapshot('c', 'IN_PROGRESS'), snapshot('d')];
  expect(row({ names })).toMatchObject({ snapshots: 4, incomplete: 2, running: 1 });
});

test('the last 50 snapshots by name are listed, and the others are counted', () => {
  const names = Array.from({ length: 60 }, (_, place) => snapshot(`nightly-${String(place).padStart(2, '0')}`));
  const { snapshots, left } = listedSnapshots(names);
  expect([snapshots.length, snapshots[0]!.name, left]).toEqual([50, 'nightly-59', 10]);
  const many = { name: 'wide', state: 'SUCCESS', indices: ['a', 'b', 'c', 'd', 'e'] };
  expect(listedSnapshots([many]).snapshots).toEqual([{ ...many, indices: ['a', 'b', 'c'], indexCount: 5 }]);
});
