import { expect, test } from 'vitest';
import type { IndexMarks, ShardMark } from '@/lib/contract/shard-marks.ts';
import { proofOf } from '@/lib/snapshots/proof.ts';

const mark: ShardMark = { shard: 0, documents: 10, maxSeqNo: 9, globalCheckpoint: 9, primaryTerm: 1 };
const marks = (over: Partial<ShardMark> = {}, uuid = 'u'): IndexMarks => ({
  index: 'i',
  uuid,
  shards: [{ ...mark, ...over }],
});

test('nothing written between the marks is exact, also for an empty index', () => {
  expect(proofOf(marks(), marks())).toEqual({ proof: 'exact', why: null });
  const empty = marks({ documents: 0, maxSeqNo: -1, globalCheckpoint: -1 });
  expect(proofOf(empty, empty)).toEqual({ proof: 'exact', why: null });
});

test.each<[string, IndexMarks | undefined, IndexMarks | undefined, RegExp]>([
  ['a write', marks(), marks({ maxSeqNo: 10, globalCheckpoint: 10 }), /written meanwhile/],
  [
    'a deletion, which leaves the number of documents',
    marks(),
    marks({ maxSeqNo: 10, globalCheckpoint: 10 }),
    /written/,
  ],
  ['another primary', marks(), marks({ primaryTerm: 2 }), /became the primary/],
  ['terms that can’t be read', marks({ primaryTerm: null }), marks({ primaryTerm: null }), /privilege monitor/],
  ['operations on their way', marks({ globalCheckpoint: 8 }), marks({ globalCheckpoint: 8 }), /on their way/],
  ['a checkpoint that moved', marks({ globalCheckpoint: 8 }), marks(), /on their way/],
  ['another number of documents', marks(), marks({ documents: 11 }), /number of documents/],
  ['another index of the name', marks(), marks({}, 'other'), /created again/],
  ['a closed index', undefined, undefined, /could not be counted/],
  ['a shard that is missing', marks(), { ...marks(), shards: [] }, /could not be read/],
])('%s is bracketed', (_, before, after, why) => {
  const bracket = proofOf(before, after);
  expect(bracket.proof).toBe('bracketed');
  expect(bracket.why).toMatch(why);
});
