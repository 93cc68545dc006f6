import { expect, test } from 'vitest';
import { durationEstimate } from '../../lib/kinds/restore/describe-review.ts';
import { estimateOf } from '../../lib/present/restore-estimate.ts';

const backup = (megabytes: number) => ({ objectsBytes: megabytes * 1e6 });
const past = (...sizes: [megabytes: number, seconds: number][]) =>
  sizes.map(([megabytes, seconds]) => ({ bytes: megabytes * 1e6, seconds }));

test('the estimate uses the newest restores of a similar size, and says how many', () => {
  expect(estimateOf(backup(600), past([300, 30], [5, 4], [600, 120], [90_000, 1000]))).toEqual({
    restores: 2,
    fromSeconds: 60,
    toSeconds: 120,
  });
  expect(durationEstimate({ restores: 2, fromSeconds: 60, toSeconds: 120 }, null)).toBe(
    '1 min to 2 min, by the last 2 restores of a similar size.',
  );
  expect(durationEstimate({ restores: 1, fromSeconds: 60, toSeconds: 60 }, 5)).toBe(
    'About 1 min, by the last restore of a similar size.',
  );
});

test('without a restore of a similar size the duration is unknown, with the backup’s own time as a hint', () => {
  expect(estimateOf(backup(600), [])).toBeNull();
  expect(estimateOf(backup(600), past([5, 4]))).toBeNull();
  expect(durationEstimate(null, 12)).toBe('Duration unknown: no restore of a similar size yet. The backup took 12 s.');
  expect(durationEstimate(null, null)).toBe('Duration unknown: no restore of a similar size yet.');
});
