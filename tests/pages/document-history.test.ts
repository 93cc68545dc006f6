import { expect, test } from 'vitest';
import { at } from '../../lib/contract/by-name.ts';
import type { CountPoint } from '../../lib/contract/count-points.ts';
import { countAt, documentHistoryOf } from '../../lib/pages/document-history.ts';

const NOW = Date.parse('2026-11-28T12:00:00.000Z');
const HOUR = 3_600_000;

const history = (points: CountPoint[]) => ({
  countsOf: () => points,
  watched: [{ began: NOW - 30 * HOUR, ended: NOW }],
});

/** One change a minute, and a drop to 5. */
const busy: CountPoint[] = Array.from({ length: 1_400 }, (_, n) => {
  const time = NOW - 24 * HOUR + n * 60_000;
  return { at: time, after: time - 15_000, documents: n === 700 ? 5 : 8_000 + (n % 7), target: 'one' };
});

test('the last 24 hours are sent with the count that held when they began', () => {
  const points = [50, 30, 1].map((hours): CountPoint => ({
    at: NOW - hours * HOUR,
    after: NOW - hours * HOUR,
    documents: hours,
    target: 'one',
  }));
  const { counts } = documentHistoryOf(history(points), [{ alias: 'a' }], NOW);
  expect(at(counts, 'a')!.map(([, , documents]) => documents)).toEqual([30, 1]);
});

test('the answer has a bounded size, and in it the exact moment and size of a drop', () => {
  const names = Array.from({ length: 300 }, (_, n) => ({ alias: `alias-${n}` }));
  const answer = documentHistoryOf(history(busy), names, NOW);
  expect(JSON.stringify(answer).length).toBeLessThan(250_000);
  for (const few of [answer, documentHistoryOf(history(busy), [{ alias: 'alias-0' }], NOW)]) {
    const changes = at(few.counts, 'alias-0')!;
    const drop = changes.findIndex(([, , documents]) => documents === 5);
    const time = (NOW - 24 * HOUR + 700 * 60_000) / 1000;
    expect(changes[drop]).toEqual([time - 15, time, 5]);
    expect(changes[drop - 1]![2]).toBe(8_000 + (699 % 7));
  }
});

test('the count at a time is unknown where the cluster was not watched', () => {
  expect(countAt(history(busy), 'a', NOW - 24 * HOUR)).toBe(8_000);
  expect(countAt(history(busy), 'a', NOW - 31 * HOUR)).toBeNull();
});
