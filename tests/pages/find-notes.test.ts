import { expect, test } from 'vitest';
import type { ConfiguredCluster } from '../../lib/config.ts';
import { findNotes, isReading } from '../../lib/pages/find/find-notes.ts';
import type { FoundOnCluster, Known } from '../../lib/pages/find/find-on-cluster.ts';

const now = Date.parse('2026-11-30T12:00:00.000Z');
const known: Known = { state: 'known', takenAt: '2026-11-30T03:00:00.000Z', refused: false };
const unknown: Known = { state: 'unknown', takenAt: null, refused: false };

const on = (name: string, change: Partial<FoundOnCluster> = {}): FoundOnCluster => ({
  cluster: { key: name, name } as ConfiguredCluster,
  kinds: new Map(),
  indices: known,
  backups: known,
  repositories: known,
  snapshots: [],
  beyond: 0,
  records: true,
  ...change,
});

test('nothing is said of lists that are known', () => {
  expect(findNotes([on('one'), on('two')], now)).toEqual([]);
});

test('of a cluster that refuses it is not said that it does not answer', () => {
  const old = (refused: boolean): Partial<FoundOnCluster> => ({ indices: { ...known, state: 'old', refused } });
  expect(findNotes([on('one', old(false)), on('two', old(true))], now)).toEqual([
    'one does not answer: its aliases and indices are those of 30 Nov 03:00 UTC.',
    'two does not list its aliases and indices now: those of 30 Nov 03:00 UTC are searched.',
  ]);
  expect(findNotes([on('two', old(true)), on('three', old(true))], now)).toEqual([
    'two and three do not list their aliases and indices now: the last known ones are searched.',
  ]);
});

test('snapshots that are not searched are named', () => {
  const searched = [
    on('one', { repositories: unknown }),
    on('two', {
      snapshots: [
        { repository: 'nightly', ...unknown },
        { repository: 'weekly', ...known, state: 'old' },
      ],
      beyond: 5,
    }),
  ];
  expect(findNotes(searched, now)).toEqual([
    'The repositories of one can’t be listed now: they and their snapshots are not searched.',
    'two has more than 20 repositories: only the snapshots of the first 20 are searched.',
    'The snapshots in nightly on two can’t be listed now: they are not searched.',
    'The snapshots in weekly on two can’t be listed now: the last known ones are searched.',
  ]);
});

test('a list of repositories or of snapshots whose answer is on its way is still being read', () => {
  const reading: Known = { ...unknown, state: 'reading' };
  expect(isReading([on('one', { repositories: reading })])).toBe(true);
  expect(isReading([on('one', { snapshots: [{ repository: 'nightly', ...reading }] })])).toBe(true);
  expect(isReading([on('one', { repositories: unknown, snapshots: [{ repository: 'nightly', ...unknown }] })])).toBe(
    false,
  );
});

test('long names of many clusters leave the sentences short', () => {
  const searched = Array.from({ length: 50 }, (_, n) => on(`${n}-${'x'.repeat(255)}`, { indices: unknown }));
  expect(findNotes(searched, now).join('').length).toBeLessThan(500);
});
