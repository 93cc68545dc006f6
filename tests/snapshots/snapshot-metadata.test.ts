import { expect, test } from 'vitest';
import { snapshotMetadata } from '@/lib/snapshots/snapshot-metadata.ts';

const shards = (count: number) =>
  Array.from({ length: count }, (_, shard) => ({
    shard,
    documents: 1_000_000,
    maxSeqNo: 2_000_000,
    globalCheckpoint: 2_000_000,
    primaryTerm: 1,
  }));
const size = (metadata: object) => Buffer.byteLength(JSON.stringify(metadata));

test('it says who, why, which aliases with filter and routing, and the numbers of the shards', () => {
  const metadata = snapshotMetadata({
    by: 'ann',
    why: 'before the release',
    aliases: [
      { index: 'i', membership: { alias: 'a' } },
      { index: 'i', membership: { alias: 'b', filter: { term: { x: 1 } }, searchRouting: '7' } },
    ],
    marks: [{ index: 'i', uuid: 'u', shards: shards(2) }],
  });
  expect(metadata).toMatchObject({
    by: 'ann',
    why: 'before the release',
    aliases: [
      ['a', 'i'],
      ['b', 'i', { filter: { term: { x: 1 } }, searchRouting: '7' }],
    ],
    marks: [
      [
        'i',
        [
          [1_000_000, 2_000_000],
          [1_000_000, 2_000_000],
        ],
      ],
    ],
  });
});

test('what does not fit into 1,024 bytes is left out and named: the numbers first, then the aliases', () => {
  const aliases = [{ index: 'i', membership: { alias: 'a' } }];
  const manyShards = snapshotMetadata({
    by: 'ann',
    why: null,
    aliases,
    marks: [{ index: 'i', uuid: 'u', shards: shards(90) }],
  });
  expect(manyShards).toMatchObject({ left: 'marks', aliases: [['a', 'i']] });
  const manyAliases = Array.from({ length: 90 }, (_, place) => ({
    index: `index-${String(place)}`,
    membership: { alias: `alias-${String(place)}` },
  }));
  const many = snapshotMetadata({ by: '人'.repeat(100), why: '人'.repeat(300), aliases: manyAliases, marks: [] });
  expect(many).toMatchObject({ left: 'aliases, marks' });
  for (const metadata of [manyShards, many]) expect(size(metadata)).toBeLessThan(1_024);
});
