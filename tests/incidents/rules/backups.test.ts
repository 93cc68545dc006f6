import { expect, test } from 'vitest';
import { overdueFindings, toldByTheirSchedule, type BackedUpAlias } from '../../../lib/incidents/rules/backups.ts';

const HOUR_MS = 3_600_000;
const NOW = Date.parse('2026-11-28T08:00:00Z');
const LIMITS = {
  overdueAfterMs: 26 * HOUR_MS,
  watchedSince: '2026-11-01T00:00:00.000Z',
  told: new Set<string>(),
  now: NOW,
};

const late = (over: Partial<BackedUpAlias> = {}): BackedUpAlias => ({
  alias: 'government',
  overdue: true,
  expectedRun: null,
  lastGood: '2026-11-26T03:00:00.000Z',
  createdAt: '2026-11-20T03:00:00.000Z',
  ...over,
});
const RUN = { at: '2026-11-28T03:00:00.000Z', schedule: 'Nightly', state: 'missing' as const };
const find = (over: Partial<BackedUpAlias>, limits: Partial<typeof LIMITS> = {}) =>
  overdueFindings([late(over)], { ...LIMITS, ...limits });

test('only what is known to be overdue is found', () => {
  expect(find({ overdue: false })).toEqual([]);
  expect(find({ overdue: null })).toEqual([]);
});

test('without a schedule it began when the last good backup became too old', () => {
  expect(find({})).toMatchObject([
    {
      subject: 'government',
      severity: 'warning',
      facts: { kind: 'backup-overdue', lastGood: '2026-11-26T03:00:00.000Z', expected: null },
      began: { at: '2026-11-27T05:00:00.000Z' },
    },
  ]);
});

test('with a schedule it began when the schedule should have made one', () => {
  expect(find({ expectedRun: RUN })).toMatchObject([
    { facts: { expected: { at: RUN.at, schedule: 'Nightly' } }, began: { at: RUN.at } },
  ]);
});

test('an alias that is younger than the run of its schedule is no incident', () => {
  expect(find({ expectedRun: { ...RUN, state: 'younger' }, lastGood: null })).toEqual([]);
});

test('one that never had a backup has as much time as others, from its making and from the first look', () => {
  expect(find({ lastGood: null })).toMatchObject([
    { facts: { lastGood: null }, began: { at: '2026-11-21T05:00:00.000Z' } },
  ]);
  expect(find({ lastGood: null, createdAt: '2026-11-27T07:00:00.000Z' })).toEqual([]);
  expect(find({ lastGood: null }, { watchedSince: '2026-11-27T07:00:00.000Z' })).toEqual([]);
  expect(find({ lastGood: null, createdAt: null })).toMatchObject([{ began: { at: '2026-11-02T02:00:00.000Z' } }]);
});

test('nothing began in the future', () => {
  // Of several indices one has no backup, and the others a new one.
  expect(find({ lastGood: '2026-11-28T07:00:00.000Z' })).toMatchObject([{ began: { at: '2026-11-28T08:00:00.000Z' } }]);
});

test('many aliases of a schedule that is told itself are told as it, a few one by one', () => {
  const aliases = ['a', 'b', 'c', 'd'].map((alias) => late({ alias, expectedRun: RUN }));
  expect(toldByTheirSchedule(aliases.slice(1), new Set(['Nightly']))).toEqual(new Set());
  expect(toldByTheirSchedule(aliases, new Set(['Nightly']))).toEqual(new Set(['a', 'b', 'c', 'd']));
  expect(toldByTheirSchedule(aliases, new Set(['Weekly']))).toEqual(new Set());
  const told = toldByTheirSchedule(aliases, new Set(['Nightly']));
  expect(overdueFindings([...aliases, late({ alias: 'e' })], { ...LIMITS, told })).toMatchObject([{ subject: 'e' }]);
});
