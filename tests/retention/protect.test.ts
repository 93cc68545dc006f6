import { expect, test } from 'vitest';
import type { IndexSummary } from '../../lib/contract/indices.ts';
import { brokenNewest, lastDrilledBackups, lastGoodBackups, type KnownBackup } from '../../lib/retention/protect.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anIndex } from '../support/an-index.ts';

const live = (...names: string[]): IndexSummary[] => names.map((name) => anIndex(name));

/** `day`: of November. */
const known = (
  name: string,
  day: number,
  standing: KnownBackup['standing'] = 'good',
  over: { indices?: string[]; passedDrill?: boolean } = {},
): KnownBackup => ({
  backup: aSnapshot({
    name,
    takenAt: `2026-11-${String(day).padStart(2, '0')}T03:00:00.000Z`,
    indices: over.indices ?? ['government-1'],
  }),
  standing,
  passedDrill: over.passedDrill ?? false,
});

const namesOf = (backups: readonly KnownBackup['backup'][]) =>
  backups.map((backup) => ('name' in backup ? backup.name : backup.id));

test('the last good one is the newest that is good', () => {
  const backups = [known('a', 1), known('b', 2), known('c', 3, 'bad'), known('d', 4, 'other')];
  expect(namesOf(lastGoodBackups(live('government-1'), backups))).toEqual(['b']);
  expect(lastGoodBackups([], [])).toEqual([]);
});

test('of an alias on two indices the newest of each is', () => {
  const backups = [
    known('both', 1, 'good', { indices: ['government-1', 'government-2'] }),
    known('one', 2, 'good', { indices: ['government-1'] }),
  ];
  expect(namesOf(lastGoodBackups(live('government-1', 'government-2'), backups))).toEqual(['one', 'both']);
});

test('the last proven one is the newest good one that passed a drill', () => {
  const backups = [
    known('a', 1, 'good', { passedDrill: true }),
    known('b', 2, 'good', { passedDrill: true }),
    known('c', 3, 'bad', { passedDrill: true }),
    known('d', 4),
  ];
  expect(namesOf(lastDrilledBackups(live('government-1'), backups))).toEqual(['b']);
  expect(lastDrilledBackups(live('government-1'), backups.slice(3))).toEqual([]);
});

test('a bad one is the newest until a good one follows', () => {
  const name = (backups: KnownBackup[], of = live('government-1')) => {
    const broken = brokenNewest(of, backups);
    return broken === null ? null : namesOf([broken])[0];
  };
  expect(name([known('good', 1)])).toBeNull();
  expect(name([known('good', 1), known('bad', 2, 'bad')])).toBe('bad');
  expect(name([known('good', 1), known('bad', 2, 'bad'), known('better', 3)])).toBeNull();
  expect(name([known('bad', 2, 'bad'), known('same time', 2)])).toBe('bad');
  expect(name([known('bad', 2, 'bad')])).toBe('bad');
  expect(name([known('good', 1), known('elsewhere', 2, 'other')])).toBeNull();
  // The other index of the alias has no good one since.
  const two = live('government-1', 'government-2');
  const first = known('first', 1, 'good', { indices: ['government-1', 'government-2'] });
  const half = known('half', 3, 'good', { indices: ['government-1'] });
  expect(name([first, known('bad', 2, 'bad', { indices: ['government-2'] }), half], two)).toBe('bad');
});
