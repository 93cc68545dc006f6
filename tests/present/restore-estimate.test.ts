import { expect, test } from 'vitest';
import { durationEstimate } from '../../app/[cluster]/backups/[group]/[name]/restore/effect.ts';
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
    'It takes 1 min to 2 min, going by the last 2 restores of such a size here.',
  );
  expect(durationEstimate({ restores: 1, fromSeconds: 60, toSeconds: 60 }, 5)).toBe(
    'It takes about 1 min, going by the last restore of such a size here.',
  );
});

test('without a restore of a similar size the duration is unknown, with the backup’s own time as a hint', () => {
  expect(estimateOf(backup(600), [])).toBeNull();
  expect(estimateOf(backup(600), past([5, 4]))).toBeNull();
  expect(durationEstimate(null, 12)).toBe(
    'How long it takes is unknown: nothing of such a size was restored here yet. Making the backup took 12 s.',
  );
  expect(durationEstimate(null, null)).toBe(
    'How long it takes is unknown: nothing of such a size was restored here yet.',
  );
});
