import { expect, test } from 'vitest';
import type { CountPoint } from '../../lib/contract/count-points.ts';
import { lossMomentOf } from '../../lib/present/loss-moment.ts';

const iso = (clock: string) => `2026-11-28T${clock}.000Z`;
const ms = (clock: string) => Date.parse(iso(clock));
const point = (after: string, at: string, documents: number | null, target = 'one'): CountPoint => ({
  after: ms(after),
  at: ms(at),
  documents,
  target,
});
const momentOf = (points: CountPoint[], watchedSince: number | null = ms('00:00:00')) =>
  lossMomentOf(points, { fewest: 8_000, watchedSince, gapMs: 150_000 });
const whole = point('00:00:00', '00:00:00', 8_940);

test('a loss between two observations is known exactly', () => {
  expect(momentOf([whole, point('06:46:00', '06:47:00', 1_118)])).toEqual({
    known: 'exactly',
    after: iso('06:46:00'),
    at: iso('06:47:00'),
    until: iso('06:47:00'),
    from: 8_940,
    to: 1_118,
    moved: false,
  });
});

test('a loss that takes minutes begins with its first document and ends with its last', () => {
  const moment = momentOf([
    whole,
    point('06:46:00', '06:47:00', 8_500),
    point('06:47:00', '06:48:00', 5_000),
    point('06:48:00', '06:49:00', 1_118),
    point('06:59:00', '07:00:00', 1_119),
  ]);
  expect(moment).toMatchObject({ at: iso('06:47:00'), until: iso('06:49:00'), from: 8_940, to: 1_118 });
});

test('a loss while nothing was watched is known to be between two times', () => {
  expect(momentOf([whole, point('02:10:00', '05:12:00', 1_118)])).toMatchObject({
    known: 'between',
    after: iso('02:10:00'),
    at: iso('05:12:00'),
  });
});

test('counts that were unknown in between say nothing of the moment', () => {
  expect(momentOf([whole, point('03:00:00', '03:01:00', null), point('04:59:00', '05:00:00', 1_118)])).toMatchObject({
    known: 'between',
    after: iso('03:00:00'),
    at: iso('05:00:00'),
    from: 8_940,
  });
});

test('a loss that was there when the observation began happened before it', () => {
  expect(momentOf([point('05:12:00', '05:12:00', 1_118)], ms('05:12:00'))).toEqual({
    known: 'before',
    at: iso('05:12:00'),
  });
});

test('an alias that was switched to another index is told from one that lost documents', () => {
  expect(momentOf([whole, point('06:46:00', '06:47:00', 1_118, 'two')])).toMatchObject({ moved: true });
});

test('of several losses the last one counts, and without observations none is known', () => {
  expect(
    momentOf([
      whole,
      point('01:00:00', '01:01:00', 10),
      point('02:00:00', '02:01:00', 8_940),
      point('06:46:00', '06:47:00', 1_118),
    ]),
  ).toMatchObject({ at: iso('06:47:00') });
  expect(momentOf([], null)).toBeNull();
});
