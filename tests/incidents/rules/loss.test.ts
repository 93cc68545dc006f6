import { expect, test } from 'vitest';
import type { CountPoint } from '../../../lib/contract/count-points.ts';
import { lossIn, type Loss } from '../../../lib/incidents/rules/loss.ts';
import { DEFAULT_LOSSES, type LossRule } from '../../../lib/incidents/watch-settings.ts';
import { DocumentCounts } from '../../../lib/live/document-counts.ts';

const MINUTE = 60_000;
const START = Date.parse('2026-11-28T00:00:00.000Z');
const at = (minute: number) => START + minute * MINUTE;

/** [minute, documents, target]: one observation a minute, except where minutes are left out. */
type Observation = readonly [minute: number, documents: number | null, target?: string];

function pointsOf(observations: readonly Observation[]): readonly CountPoint[] {
  const counts = new DocumentCounts();
  for (const [minute, documents, target = 'index-1'] of observations)
    counts.observe(target === '' ? new Map() : new Map([['government', { documents, target }]]), at(minute));
  return counts.of('government');
}

interface Options {
  rule?: Partial<LossRule>;
  open?: Loss;
  closedMs?: number;
  isOwn?: () => boolean;
}

const lossOf = (observations: readonly Observation[], { rule, ...options }: Options = {}) =>
  lossIn(pointsOf(observations), {
    rule: { ...DEFAULT_LOSSES, ...rule },
    open: null,
    closedMs: null,
    isOwn: () => false,
    ...options,
  });

const steady = (documents: number, from: number, to: number, target = 'index-1'): Observation[] =>
  Array.from({ length: to - from + 1 }, (_, index) => [from + index, documents, target] as const);

test('a loss has what was there before, what is there now, and the two observations around it', () => {
  expect(lossOf([...steady(10_000, 0, 10), ...steady(700, 11, 20)])).toEqual({
    before: 10_000,
    now: 700,
    lowest: 700,
    moved: false,
    began: { at: at(11), after: at(10) },
  });
});

test.each<[string, Observation[], Partial<LossRule>]>([
  ['exactly 10 %', [...steady(100_000, 0, 5), ...steady(90_000, 6, 8)], {}],
  ['more than 10 %, but not more than 1,000', [...steady(9_999, 0, 5), ...steady(8_999, 6, 8)], {}],
  ['more than 1,000, but not more than 10 %', [...steady(1_000_000, 0, 5), ...steady(950_000, 6, 8)], {}],
  ['less than the share of its rule', [...steady(10_000, 0, 5), ...steady(5_000, 6, 8)], { share: 50 }],
  ['a slow loss over more than an hour', Array.from({ length: 300 }, (_, n) => [n, 100_000 - n * 50] as const), {}],
  ['nothing before either', steady(0, 0, 5), {}],
  ['documents that become unknown', [...steady(10_000, 0, 5), [6, null]], {}],
  ['an alias that is gone', [...steady(10_000, 0, 5), [6, null, '']], {}],
  ['a dip that has come back', [...steady(10_000, 0, 5), [6, 100], [7, 9_500]], {}],
  ['more documents', [...steady(10_000, 0, 5), [6, 20_000]], {}],
])('no loss: %s', (_, observations, rule) => {
  expect(lossOf(observations, { rule })).toBeNull();
});

test.each<[string, Observation[], Partial<LossRule>]>([
  ['one document more than 10 % and 1,000', [...steady(10_010, 0, 5), ...steady(9_008, 6, 8)], {}],
  ['all of a few', [...steady(5, 0, 5), [6, 0]], {}],
  ['all, whatever the share', [...steady(5_000, 0, 5), [6, 0]], { share: 100, documents: 1_000_000 }],
  ['a loss in steps within an hour', Array.from({ length: 50 }, (_, n) => [n, 10_000 - n * 50] as const), {}],
])('a loss: %s', (_, observations, rule) => {
  expect(lossOf(observations, { rule })).not.toBeNull();
});

test('a loss lasts until all but the share is back', () => {
  const lost = [...steady(10_000, 0, 5), [6, 100], [7, 3_000], [8, 8_999]] as const;
  expect(lossOf(lost)).toMatchObject({ before: 10_000, now: 8_999, lowest: 100, began: { at: at(6) } });
  expect(lossOf([...lost, [9, 9_000]])).toBeNull();
});

test('after it was made good, a document less is no loss again', () => {
  expect(lossOf([...steady(10_000, 0, 5), [6, 100], [7, 9_000], [8, 8_990]])).toBeNull();
});

test('a loss that goes on began with the first fall', () => {
  const falling = [...steady(10_000, 0, 5), [6, 9_600], [7, 9_200], [8, 8_800], [9, 8_400]] as const;
  expect(lossOf(falling)).toMatchObject({ before: 10_000, now: 8_400, began: { at: at(6), after: at(5) } });
});

test('a slow loss, whose changes are points every five minutes only, began with its first fall', () => {
  const falling = Array.from({ length: 61 }, (_, n): Observation => [11 + n, 100_000 - 200 * (n + 1)]);
  expect(lossOf([...steady(100_000, 0, 10), ...falling])).toMatchObject({
    before: 100_000,
    began: { at: at(11), after: at(10) },
  });
});

test('documents that expire all the time are not where a sudden loss began', () => {
  const expiring = Array.from({ length: 60 }, (_, n): Observation => [n, 100_000 - 10 * n]);
  const loss = lossOf([...expiring, [60, 40_000], [61, 40_000]]);
  expect(loss!.began.at).toBeGreaterThan(at(55));
});

test('a few documents less some minutes before are not where it began', () => {
  const observations = [...steady(10_000, 0, 25), ...steady(9_990, 26, 30), ...steady(100, 31, 33)];
  expect(lossOf(observations)).toMatchObject({ began: { at: at(31), after: at(30) } });
});

test('a small fall long before is not where it began', () => {
  const observations = [...steady(10_000, 0, 5), ...steady(9_800, 6, 30), ...steady(100, 31, 33)];
  expect(lossOf(observations)).toMatchObject({ before: 10_000, began: { at: at(31), after: at(30) } });
});

test('what was lost while nothing watched has the two times between which it happened', () => {
  const loss = lossOf([...steady(10_000, 0, 10), ...steady(700, 287, 290)]);
  expect(loss?.began).toEqual({ after: at(10), at: at(287) });
});

test('documents that were unknown for hours are compared with the last known ones, and may be lost since then', () => {
  const loss = lossOf([
    ...steady(10_000, 0, 10),
    ...steady(100, 300, 301).map(([m]) => [m, null] as const),
    [302, 100],
  ]);
  expect(loss).toMatchObject({ before: 10_000, began: { after: at(10), at: at(302) } });
});

test('an alias that was gone and points to an index with fewer documents has lost them', () => {
  const loss = lossOf([...steady(10_000, 0, 10), ...steady(0, 11, 100, ''), [101, 100, 'index-2']]);
  expect(loss).toMatchObject({ before: 10_000, now: 100, moved: true });
});

test('an unknown number ends no loss', () => {
  const loss = lossOf([...steady(10_000, 0, 5), [6, 100], [7, null]]);
  expect(loss).toMatchObject({ before: 10_000, now: null, lowest: 100 });
});

test('a switch to an index with fewer documents is a loss that moved', () => {
  expect(lossOf([...steady(10_000, 0, 5), [6, 100, 'index-2']])).toMatchObject({ moved: true });
});

test('a switch by a job of this Restore Desk is no loss, and what follows is compared with what it left', () => {
  const switched = [...steady(10_000, 0, 5), ...steady(5_000, 6, 8, 'index-2')];
  expect(lossOf(switched, { isOwn: () => true })).toBeNull();
  const lostMore = [...switched, ...steady(300, 9, 10, 'index-2')];
  expect(lossOf(lostMore, { isOwn: () => true })).toMatchObject({ before: 5_000, moved: false });
});

test('a job explains no loss in the same index', () => {
  expect(lossOf([...steady(10_000, 0, 5), [6, 100]], { isOwn: () => true })).not.toBeNull();
});

test('a restore into a new index and a switch to it end a loss', () => {
  const observations = [...steady(10_000, 0, 5), ...steady(700, 6, 60), ...steady(9_950, 61, 62, 'index-2')];
  expect(lossOf(observations.slice(0, -2))).not.toBeNull();
  expect(lossOf(observations)).toBeNull();
});

test('a switch by a job of this Restore Desk ends a loss, with the documents that a person accepted', () => {
  const switched = [...steady(100_000, 0, 5), ...steady(10, 6, 60), ...steady(85_000, 61, 62, 'index-2')];
  const own = { isOwn: () => true };
  expect(lossOf(switched)).toMatchObject({ before: 100_000, now: 85_000 });
  expect(lossOf(switched, own)).toBeNull();
  const open = lossOf(switched.slice(0, -2))!;
  expect(lossOf(switched, { ...own, open })).toBeNull();
  expect(lossOf([...switched, ...steady(100, 63, 64, 'index-2')], { ...own, open })).toMatchObject({
    before: 85_000,
    began: { at: at(63) },
  });
});

const open: Loss = { before: 10_000, now: 700, lowest: 700, moved: false, began: { at: at(0), after: at(-1) } };

test('an open incident keeps what it had before, also when that is no longer known', () => {
  expect(lossOf(steady(700, 5_000, 5_010), { open })).toEqual(open);
  expect(lossOf([...steady(700, 5_000, 5_010), [5_011, 9_001]], { open })).toBeNull();
  expect(
    lossOf(
      [
        [5_000, 600],
        [5_001, 800],
      ],
      { open },
    ),
  ).toMatchObject({ now: 800, lowest: 600 });
});

test('after a person closed it, only what is lost since then counts', () => {
  const closedMs = at(20) + 1;
  const closed = [...steady(10_000, 0, 5), ...steady(5_000, 6, 30)];
  expect(lossOf(closed, { closedMs })).toBeNull();
  expect(lossOf([...closed, ...steady(2_000, 31, 32)], { closedMs })).toMatchObject({
    before: 5_000,
    began: { at: at(31), after: at(30) },
  });
});

test('the result is the same at each call, whenever it is called', () => {
  const all = [...steady(10_000, 0, 5), ...steady(700, 6, 30), ...steady(800, 31, 40)];
  const beginnings = all.map((_, index) => lossOf(all.slice(0, index + 1))?.began ?? null).filter((each) => each);
  expect(new Set(beginnings.map((began) => JSON.stringify(began))).size).toBe(1);
});

test('after the clock was set back a loss is dated by the new time', () => {
  const loss = lossOf([...steady(10_000, 0, 30), [31, 100], [10, 100], [11, 100]]);
  expect(loss).toMatchObject({ before: 10_000, now: 100 });
  expect(loss!.began.at).toBeLessThanOrEqual(at(11));
});

test('5,000 aliases that change all the time are scanned in a moment', () => {
  const points = pointsOf(Array.from({ length: 600 }, (_, n) => [n, 100_000 + (n % 7) * 2_000] as const));
  const started = performance.now();
  for (let each = 0; each < 500; each += 1)
    lossIn(points, { rule: DEFAULT_LOSSES, open: null, closedMs: null, isOwn: () => false });
  expect(performance.now() - started).toBeLessThan(3_000);
});
