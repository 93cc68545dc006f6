import { describe, expect, test } from 'vitest';
import { compareRestored, type Expected } from '../../lib/snapshots/compare-restored.ts';

const shard = (number: number, documents: number, maxSeqNo: number) => ({
  shard: number,
  documents,
  maxSeqNo,
  globalCheckpoint: maxSeqNo,
  primaryTerm: 1,
});
const marks = (...shards: ReturnType<typeof shard>[]) => ({ index: 'a', uuid: 'u', shards });
const known = (over: Partial<Expected>): Expected => ({
  proof: 'exact',
  before: [shard(0, 10, 9), shard(1, 20, 24)],
  after: [shard(0, 10, 9), shard(1, 20, 24)],
  digest: null,
  documents: { least: 30, most: 30 },
  ...over,
});

describe('an exact snapshot', () => {
  test('has the same number of documents in every shard', () => {
    const result = compareRestored(known({}), marks(shard(0, 10, 9), shard(1, 20, 99)), null);
    expect(result).toMatchObject({ verdict: 'counted', shards: 2, expected: { least: 30, most: 30 } });
  });
  test('is different where only the sum is the same', () => {
    const result = compareRestored(known({}), marks(shard(0, 11, 9), shard(1, 19, 24)), null);
    expect(result).toMatchObject({ verdict: 'different' });
    expect(result.sentence).toMatch(/^2 shards of 2 have another number/);
  });
  test('is different where a shard is missing', () =>
    expect(compareRestored(known({}), marks(shard(0, 10, 9)), null).verdict).toBe('different'));
});

describe('a snapshot during writes', () => {
  const bracketed = known({ proof: 'bracketed', after: [shard(0, 15, 19), shard(1, 20, 24)] });
  test('lies between the two numbers', () => {
    const result = compareRestored(bracketed, marks(shard(0, 12, 13), shard(1, 20, 24)), 0);
    expect(result).toMatchObject({ verdict: 'between', expected: { least: 30, most: 35 } });
    expect(result.sentence).toMatch(/32 documents: between the 30 right before the snapshot and the 35 right after it/);
  });
  test('may have fewer where documents were written and deleted', () => {
    const result = compareRestored(bracketed, marks(shard(0, 5, 13), shard(1, 20, 24)), 0);
    expect(result.verdict).toBe('between');
    expect(result.sentence).toMatch(/written and deleted in between/);
  });
  test('can’t have what was written after its end', () =>
    expect(compareRestored(bracketed, marks(shard(0, 12, 30), shard(1, 20, 24)), 3).verdict).toBe('different'));
});

describe('a snapshot of another installation', () => {
  const begun = known({ proof: 'begun', after: null });
  test('is proved where no shard has a later number', () =>
    expect(compareRestored(begun, marks(shard(0, 10, 9), shard(1, 20, 24)), null).verdict).toBe('counted'));
  test('lies somewhere where one has', () =>
    expect(compareRestored(begun, marks(shard(0, 10, 11), shard(1, 20, 24)), null).verdict).toBe('between'));
  test('can’t be compared without numbers', () =>
    expect(
      compareRestored(known({ proof: 'unknown', before: null, after: null }), marks(shard(0, 10, 9)), null),
    ).toMatchObject({ verdict: 'unknown', expected: null }));
});
