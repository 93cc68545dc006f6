import { expect, test } from 'vitest';
import { lossesOf, pointsOfIndex } from '../../lib/present/index-losses.ts';

const MINUTE = 60_000;
const point = (at: number, documents: number | null, target = 'a') => ({
  at: at * MINUTE,
  after: (at - 1) * MINUTE,
  documents,
  target,
});

test('a fall that several observations saw is one loss, a small one is none', () => {
  const points = [point(1, 1_000), point(2, 600), point(3, 200), point(30, 190), point(60, 100)];
  expect(lossesOf(points, 2 * MINUTE)).toEqual([
    { after: '1970-01-01T00:59:00.000Z', at: '1970-01-01T01:00:00.000Z', from: 190, to: 100 },
    { after: '1970-01-01T00:01:00.000Z', at: '1970-01-01T00:03:00.000Z', from: 1_000, to: 200 },
  ]);
});

test('the smaller count of another index, after a switch, is no loss', () => {
  const points = [point(1, 1_000), point(2, 50, 'b'), point(3, 1_000)];
  expect(lossesOf(pointsOfIndex(points, 'a'), 2 * MINUTE)).toEqual([]);
  expect(pointsOfIndex(points, 'a').map(({ documents }) => documents)).toEqual([1_000, null, 1_000]);
});
