import { expect, test } from 'vitest';
import {
  isGoodSnapshot,
  isListingComplete,
  snapshotSummary,
  type TakenHere,
} from '@/lib/known-backups/snapshot-summary.ts';
import { aSnapshot } from '../support/a-snapshot.ts';

const DATED = 'government-2026-11-20t02-00-00z-aaaa';
const summary = (over: Partial<Parameters<typeof snapshotSummary>[0]> = {}) =>
  snapshotSummary({
    repository: { name: 'nightly', readOnly: false },
    snapshot: { name: 'first', uuid: 'u', state: 'SUCCESS', indices: ['orders-1', DATED] },
    facts: null,
    taken: null,
    aliasesNow: () => [],
    ...over,
  });
const facts = (aliases: { alias: string; index: string }[] = []) => ({
  state: 'SUCCESS',
  startedAt: '2026-11-23T03:00:00.000Z',
  failedShards: 0,
  aliases,
});
const mark = (documents: number) => ({
  shard: 0,
  documents,
  maxSeqNo: documents - 1,
  globalCheckpoint: documents - 1,
  primaryTerm: 1,
});
const taken = (proof: 'exact' | 'bracketed'): TakenHere => ({
  job: '7',
  plan: {
    plannedAt: '2026-11-23T02:59:58.000Z',
    indices: [{ index: 'orders-1', aliases: [{ alias: 'orders' }] }] as TakenHere['plan']['indices'],
  },
  result: {
    proof,
    bytes: 100,
    addedBytes: 10,
    indices: [{ index: 'orders-1', uuid: 'u', proof, why: null, before: [mark(5)], after: [mark(5)], digest: null }],
  },
});

test('without its job and metadata it is a backup of what the names of its indices say, and of their aliases now', () => {
  expect(summary().names).toEqual(['government', 'orders-1']);
  const aliasesNow = (index: string) => (index === 'orders-1' ? ['orders', 'restore-desk-loading-x'] : ['other']);
  expect(summary({ aliasesNow }).names).toEqual(['government', 'orders', 'other']);
});

test('its metadata says which aliases it is a backup of, whatever they are now', () => {
  const aliases = [{ alias: 'shop', index: 'orders-1' }];
  expect(summary({ facts: facts(aliases), aliasesNow: () => ['moved'] }).names).toEqual(['government', 'shop']);
});

test('its job knows its aliases, its time, its size and what was proved', () => {
  const known = summary({
    taken: taken('exact'),
    snapshot: { name: 'x', uuid: 'u', state: 'SUCCESS', indices: ['orders-1'] },
  });
  expect(known).toMatchObject({ names: ['orders'], takenAt: '2026-11-23T02:59:58.000Z', bytes: 100, addedBytes: 10 });
  expect(known).toMatchObject({ proof: 'exact', documents: 5 });
  expect(summary({ taken: taken('bracketed') })).toMatchObject({ proof: 'bracketed', documents: null });
});

test('until its time is known it is placed by the time in its name, and does not count as good', () => {
  const named = (name: string) => summary({ snapshot: { name, uuid: 'u', state: 'SUCCESS', indices: ['a'] } });
  expect(named('nightly-2026-11-28t03-00-00z')).toMatchObject({ takenAt: null, orderedAt: '2026-11-28T03:00:00.000Z' });
  expect(named('nightly-20261128').orderedAt).toBe('2026-11-28T00:00:00.000Z');
  expect(named('nightly-2026.11.28-abcdef').orderedAt).toBe('2026-11-28T00:00:00.000Z');
  expect(named('before-9999-99-99').orderedAt).toBe('');
  expect(isGoodSnapshot(named('nightly-2026-11-28t03-00-00z'))).toBe(false);
});

test('good is only a complete one of this cluster', () => {
  expect(isGoodSnapshot(aSnapshot())).toBe(true);
  for (const state of ['PARTIAL', 'FAILED', 'IN_PROGRESS', 'INCOMPATIBLE', ''])
    expect(isGoodSnapshot(aSnapshot({ state }))).toBe(false);
  const elsewhere = { repository: { name: 'theirs', readOnly: true }, facts: facts() };
  expect(isGoodSnapshot(summary(elsewhere))).toBe(false);
  expect(isGoodSnapshot(summary({ ...elsewhere, taken: taken('exact') }))).toBe(true);
});

test('a newer one may exist while a repository that is written to can’t be listed, or a time is unknown', () => {
  const listing = (over: object) => ({
    snapshots: [aSnapshot()],
    repositories: [],
    problem: null,
    forbidden: false,
    reading: false,
    ...over,
  });
  const repository = { name: 'x', readOnly: false, snapshots: 1, problem: null, asOf: null };
  expect(isListingComplete(listing({ repositories: [repository] }))).toBe(true);
  expect(isListingComplete(listing({ repositories: [{ ...repository, snapshots: null, problem: 'gone' }] }))).toBe(
    false,
  );
  expect(isListingComplete(listing({ repositories: [{ ...repository, snapshots: null, readOnly: true }] }))).toBe(true);
  expect(isListingComplete(listing({ snapshots: [aSnapshot({ takenAt: null })] }))).toBe(false);
  expect(isListingComplete(listing({ snapshots: [aSnapshot({ takenAt: null, state: 'PARTIAL' })] }))).toBe(true);
});

test('of an alias it holds the indices that had it, else those that are named after it, with what was proved of each', () => {
  const older = 'orders-2026-11-19t02-00-00z-aaaa';
  const own = summary({
    taken: taken('bracketed'),
    snapshot: { name: 'x', uuid: 'u', state: 'SUCCESS', indices: ['orders-1', older] },
  });
  expect(own.indicesOf('orders')).toEqual([
    { index: 'orders-1', uuid: 'u', documents: { least: 5, most: 5, exact: false } },
  ]);
  expect(own.aliases).toEqual(['orders']);
  const foreign = summary({ aliasesNow: (index) => (index === 'orders-1' ? ['orders'] : []) });
  expect(foreign.indicesOf('orders')).toEqual([{ index: 'orders-1', uuid: null, documents: null }]);
  expect(foreign.indicesOf('government').map(({ index }) => index)).toEqual([DATED]);
  expect([foreign.aliases, foreign.indicesOf('nothing')]).toEqual([[], []]);
});
