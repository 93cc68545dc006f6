import { expect, test } from 'vitest';
import type { IndexSummary } from '../../lib/contract/indices.ts';
import { overdueOf, type ExpectedRun, type ListingState } from '../../lib/known-backups/backups-of-alias.ts';
import { aSnapshot } from '../support/a-snapshot.ts';
import { anIndex } from '../support/an-index.ts';

const NOW = Date.parse('2026-11-28T12:00:00.000Z');
const NIGHT: ExpectedRun = {
  at: Date.parse('2026-11-28T03:00:00.000Z'),
  schedule: 'Nightly',
  ran: true,
  doneElsewhere: false,
};
const at = (time: string, ...indices: string[]) =>
  aSnapshot({ name: time, takenAt: time, orderedAt: time, indices: indices.length === 0 ? ['government-1'] : indices });
const live = [anIndex('government-1', { aliases: ['government'] })];

const overdue = (
  good: ReturnType<typeof at>[],
  over: Partial<ListingState> = {},
  indices: readonly IndexSummary[] = live,
) =>
  overdueOf('government', indices, good, {
    complete: true,
    unread: [],
    expectedAt: () => NIGHT,
    overdueAfterMs: 26 * 3_600_000,
    now: NOW,
    ...over,
  });

test('an alias that a schedule covers is overdue by its last run, not by an age', () => {
  expect(overdue([at('2026-11-28T03:00:02.000Z')])).toBe(false);
  expect(overdue([at('2026-11-27T23:00:00.000Z')])).toBe(true);
  const aWeekAgo = { ...NIGHT, at: Date.parse('2026-11-22T03:00:00.000Z'), schedule: 'Weekly' };
  expect(overdue([at('2026-11-22T03:00:02.000Z')], { expectedAt: () => aWeekAgo })).toBe(false);
});

test('an alias that none covers is overdue by the age of its last backup', () => {
  expect(overdue([at('2026-11-27T23:00:00.000Z')], { expectedAt: () => null })).toBe(false);
  expect(overdue([at('2026-11-27T09:00:00.000Z')], { expectedAt: () => null })).toBe(true);
});

test('the clock of a node may be minutes behind: a snapshot that began just before the run is of the run', () => {
  expect(overdue([at('2026-11-28T02:57:00.000Z')])).toBe(false);
  expect(overdue([at('2026-11-28T02:54:00.000Z')])).toBe(true);
});

test('an alias without any good backup is overdue whatever the schedule says; if not all are listed, it is unknown', () => {
  expect(overdue([])).toBe(true);
  expect(overdue([at('2026-11-27T03:00:00.000Z')], { complete: false })).toBeNull();
});

test('an index that was added to the alias after the run is backed up by the next one', () => {
  const added = (createdAt: string) => [...live, anIndex('government-2', { aliases: ['government'], createdAt })];
  const good = [at('2026-11-28T03:00:02.000Z')];
  expect(overdue(good, {}, added('2026-11-28T04:00:00.000Z'))).toBe(false);
  expect(overdue(good, {}, added('2026-11-27T04:00:00.000Z'))).toBe(true);
});

test('a good run that wrote elsewhere counts as a backup, but not of an alias that is younger', () => {
  const done = { expectedAt: () => ({ ...NIGHT, doneElsewhere: true }) };
  expect(overdue([], done)).toBe(false);
  expect(overdue([at('2026-11-20T03:00:00.000Z')], done)).toBe(false);
  expect(overdue([], done, [anIndex('government-1', { createdAt: '2026-11-28T10:00:00.000Z' })])).toBe(true);
});

test('while the schedules are unknown, so is whether a backup is overdue; that there is none is known', () => {
  expect(overdue([at('2026-11-28T11:00:00.000Z')], { expectedAt: null })).toBeNull();
  expect(overdue([at('2026-11-20T11:00:00.000Z')], { expectedAt: null })).toBeNull();
  expect(overdue([], { expectedAt: null })).toBe(true);
});
