import { expect, test } from 'vitest';
import type { AliasCount } from '../../lib/contract/count-points.ts';
import { DocumentCounts, RETAIN_COUNTS_MS } from '../../lib/live/document-counts.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-28T00:00:00.000Z');
const government = (documents: number | null, target = 'index-1') =>
  new Map<string, AliasCount>([['government', { documents, target }]]);

/** Observes one count a minute. */
function observed(documents: readonly (number | null)[]) {
  const counts = new DocumentCounts();
  const changes = documents.map((each, minute) => counts.observe(government(each), START + minute * MINUTE));
  return { counts, changes };
}

test('a count that does not change is one point, however long it is watched', () => {
  const { counts, changes } = observed(Array.from({ length: 100 }, () => 8_940));
  expect(counts.of('government')).toEqual([{ at: START, after: START, documents: 8_940, target: 'index-1' }]);
  expect(changes.slice(1).flatMap(({ points }) => points)).toEqual([]);
  expect(counts.watched).toEqual([{ began: START, ended: START + 99 * MINUTE }]);
});

test('a drop is dated by the two observations around it, and its size is exact after small changes', () => {
  const { counts } = observed([8_940, 8_941, 8_942, 1_118, 1_118]);
  expect(counts.of('government').slice(1)).toEqual([
    { at: START + 2 * MINUTE, after: START + MINUTE, documents: 8_942, target: 'index-1' },
    { at: START + 3 * MINUTE, after: START + 2 * MINUTE, documents: 1_118, target: 'index-1' },
  ]);
});

test('small changes are saved at most once in five minutes, and the last one is known', () => {
  const { counts, changes } = observed(Array.from({ length: 61 }, (_, minute) => 8_940 + minute));
  expect(changes.flatMap(({ points }) => points).length).toBeLessThanOrEqual(25);
  expect(counts.of('government').at(-1)).toMatchObject({ documents: 9_000, at: START + 60 * MINUTE });
});

test('a time without observations is not watched, and a change in it has happened since the last observation', () => {
  const counts = new DocumentCounts();
  counts.observe(government(100), START);
  counts.observe(government(100), START + MINUTE);
  counts.observe(government(40), START + 60 * MINUTE);
  expect(counts.watched).toEqual([
    { began: START, ended: START + MINUTE },
    { began: START + 60 * MINUTE, ended: START + 60 * MINUTE },
  ]);
  expect(counts.of('government').at(-1)).toMatchObject({ after: START + MINUTE, at: START + 60 * MINUTE });
});

test('another index, a count that becomes unknown, and an alias that is gone are points at once', () => {
  const counts = new DocumentCounts();
  counts.observe(government(100), START);
  counts.observe(government(100, 'index-2'), START + MINUTE);
  counts.observe(government(null, 'index-2'), START + 2 * MINUTE);
  counts.observe(new Map(), START + 3 * MINUTE);
  expect(counts.of('government').map(({ documents, target }) => [documents, target])).toEqual([
    [100, 'index-1'],
    [100, 'index-2'],
    [null, 'index-2'],
    [null, ''],
  ]);
});

test('what is saved gives the same history after a restart', () => {
  const { counts, changes } = observed([8_940, 8_940, 1_118]);
  const again = new DocumentCounts({
    points: changes.flatMap(({ points }) => points),
    watched: [changes.at(-1)!.watched[0]!],
  });
  expect(again.of('government')).toEqual(counts.of('government'));
  again.observe(government(1_118), START + 3 * MINUTE);
  expect(again.watched).toEqual([{ began: START, ended: START + 3 * MINUTE }]);
});

test('counts of more than a day ago are dropped, except the last one, which still held', () => {
  const { counts } = observed([8_940, 1_118]);
  const now = START + RETAIN_COUNTS_MS + 10 * MINUTE;
  counts.observe(government(1_118), now);
  expect(counts.prune(now).dropped).toEqual([{ alias: 'government', at: START }]);
  expect(counts.of('government').map(({ documents }) => documents)).toEqual([1_118]);
  expect(counts.watched).toEqual([{ began: now, ended: now }]);
});

test('an alias that changes without end is thinned, and its largest change is kept', () => {
  const counts = new DocumentCounts();
  for (let n = 0; n < 2_000; n++) counts.observe(government(n === 500 ? 5 : 100 + (n % 2) * 10), START + n * MINUTE);
  expect(counts.of('government').length).toBeLessThanOrEqual(600);
  const drop = counts.of('government').find(({ documents }) => documents === 5);
  expect(drop).toMatchObject({ after: START + 499 * MINUTE, at: START + 500 * MINUTE });
});

test('points that a changed clock put into the future are dropped', () => {
  const { counts } = observed([8_940, 1_118, 1_118]);
  const changes = counts.observe(government(8_940), START + 30_000);
  expect(changes.dropped).toEqual([{ alias: 'government', at: START + MINUTE }]);
  expect(counts.of('government').map(({ documents }) => documents)).toEqual([8_940]);
  expect(counts.watched).toEqual([{ began: START, ended: START + 30_000 }]);
});

test('300 aliases that do not change take few milliseconds an observation', () => {
  const counts = new DocumentCounts();
  const all = new Map(Array.from({ length: 300 }, (_, n) => [`alias-${n}`, { documents: n, target: `index-${n}` }]));
  counts.observe(all, START);
  const began = performance.now();
  for (let minute = 1; minute <= 1_000; minute++) counts.observe(all, START + minute * MINUTE);
  expect((performance.now() - began) / 1_000).toBeLessThan(5);
});
