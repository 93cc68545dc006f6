import { expect, test } from 'vitest';
import type { DrilledBackup } from '../../lib/contract/drilled.ts';
import { durationEstimate } from '../../lib/kinds/restore/describe-review.ts';
import { estimateByDrill, estimateOf } from '../../lib/present/restore-estimate.ts';

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

const drilled = (over: Partial<DrilledBackup> = {}): DrilledBackup => ({
  job: '1',
  at: '2026-11-28T04:10:00.000Z',
  bytes: 100,
  seconds: 41,
  documents: 8_940,
  equal: 8_940,
  compared: 'content',
  ok: true,
  problem: null,
  limited: false,
  elsewhere: false,
  alias: 'government',
  ...over,
});
const byDrill = (...known: [id: string, drill: DrilledBackup][]) =>
  estimateByDrill(
    { ref: { source: 'folder:/b', id: 'government/a.zip' }, fileBytes: 100, alias: 'government' },
    new Map(known.map(([id, drill]) => [id.includes(':') ? id : `folder:/b/${id}`, drill])),
  );

test('the drill of the backup itself says how long it takes, before a newer one of another backup', () => {
  const estimate = byDrill(
    ['government/a.zip', drilled()],
    ['government/b.zip', drilled({ at: '2026-11-28T09:00:00.000Z', seconds: 7 })],
  );
  expect(estimate).toEqual({ drill: { at: '2026-11-28T04:10:00.000Z', own: true }, seconds: 41 });
  expect(durationEstimate(estimate, null)).toBe('41 s in the drill of 2026-11-28 04:10 UTC.');
});

test('else the newest drill of a file of the alias of a similar size says it, in proportion to the size', () => {
  const estimate = byDrill(
    ['government/b.zip', drilled({ bytes: 50, seconds: 20 })],
    ['government/c.zip', drilled({ at: '2026-11-20T04:10:00.000Z' })],
    ['government/d.zip', drilled({ at: '2026-11-29T04:10:00.000Z', bytes: 5 })],
    ['users/e.zip', drilled({ at: '2026-11-29T04:10:00.000Z', alias: 'users' })],
    ['folder:/other/government/f.zip', drilled({ at: '2026-11-29T04:10:00.000Z' })],
    ['snapshot:cluster-1/u/government-1', drilled({ at: '2026-11-29T04:10:00.000Z', bytes: 0 })],
  );
  expect(estimate).toEqual({ drill: { at: '2026-11-28T04:10:00.000Z', own: false }, seconds: 40 });
  expect(durationEstimate(estimate, null)).toBe(
    'About 40 s, by the drill of another backup of the alias at 2026-11-28 04:10 UTC.',
  );
});

test('a drill that failed, was limited, was on a drill cluster, or was of another file of that name says nothing of the time', () => {
  expect(byDrill(['government/a.zip', drilled({ limited: true })])).toBeNull();
  expect(byDrill(['government/a.zip', drilled({ ok: false })])).toBeNull();
  expect(byDrill(['government/a.zip', drilled({ elsewhere: true })])).toBeNull();
  expect(byDrill(['government/a.zip', drilled({ bytes: 2_000 })])).toBeNull();
});
