import { expect, test } from 'vitest';
import { byDay } from '../../lib/present/by-day.ts';

const TAKEN_AT = '2026-03-01T00:30:00.000Z';
const namesOf = (...times: string[]) => byDay(times, (time) => time, TAKEN_AT).map(({ name }) => name);

test('days are those of UTC, and the last two have words', () => {
  expect(namesOf('2026-03-01T00:00:00.000Z', '2026-02-28T23:59:59.999Z', '2026-02-27T10:00:00.000Z')).toEqual([
    'Today',
    'Yesterday',
    '27 February',
  ]);
});

test('another year is named', () => {
  expect(namesOf('2025-12-31T12:00:00.000Z')).toEqual(['31 December 2025']);
});

test('keeps the order and every item', () => {
  const times = ['2026-03-01T00:20:00.000Z', '2026-03-01T00:10:00.000Z', '2026-02-01T00:00:00.000Z'];
  const days = byDay(times, (time) => time, TAKEN_AT);
  expect(days.flatMap(({ items }) => items)).toEqual(times);
  expect(days.map(({ items }) => items.length)).toEqual([2, 1]);
});

test('a time that can’t be read is its own group', () => {
  expect(namesOf('no time')).toEqual(['no time']);
});
