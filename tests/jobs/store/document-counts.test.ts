import { expect, test } from 'vitest';
import type { CountChanges } from '../../../lib/contract/count-points.ts';
import { forgetUnwatchedCounts, saveCounts, savedCounts } from '../../../lib/jobs/store/document-counts.ts';
import { useStore } from './temporary-store.ts';

const temporary = useStore();
const production = { key: 'production', uuid: 'uuid-1' };
const nothing: CountChanges = { points: [], watched: [], dropped: [], droppedWatched: [] };
const point = (at: number, documents: number | null) => ({
  alias: "o'brien",
  point: { at, after: at - 10, documents, target: 'index-1' },
});

test('counts and watched times of a cluster are read as they were saved, and belong to that cluster alone', () => {
  const watched = [{ began: 90, ended: 200 }];
  saveCounts(temporary.store, production, { ...nothing, points: [point(100, 8_940), point(200, null)], watched });
  saveCounts(temporary.store, production, { ...nothing, watched: [{ began: 90, ended: 260 }] });
  expect(savedCounts(temporary.store, production)).toEqual({
    points: [point(100, 8_940), point(200, null)],
    watched: [{ began: 90, ended: 260 }],
  });
  expect(savedCounts(temporary.store, { ...production, uuid: 'uuid-2' })).toEqual({ points: [], watched: [] });
});

test('dropped counts are deleted, and clusters that are no longer watched are forgotten', () => {
  const watched = [{ began: 90, ended: 200 }];
  saveCounts(temporary.store, production, { ...nothing, points: [point(100, 1), point(200, 2)], watched });
  saveCounts(temporary.store, production, { ...nothing, dropped: [{ alias: "o'brien", at: 100 }] });
  expect(savedCounts(temporary.store, production).points).toEqual([point(200, 2)]);
  forgetUnwatchedCounts(temporary.store, 199);
  expect(savedCounts(temporary.store, production).points).toHaveLength(1);
  forgetUnwatchedCounts(temporary.store, 201);
  expect(savedCounts(temporary.store, production)).toEqual({ points: [], watched: [] });
});
