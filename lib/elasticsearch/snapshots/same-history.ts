import type { IndexMarks, ShardMark } from '../../contract/shard-marks.ts';

/**
 * Whether the sequence numbers of earlier marks still mean the same operations: it is the same index, and each of its shards has had
 * the same primary since. Another primary may have lost operations and used their numbers again (docs/elasticsearch.md). `now`: the
 * marks of the index as it is; null: not readable.
 */
export const isSameHistory = (
  marks: readonly Pick<ShardMark, 'shard' | 'primaryTerm'>[],
  uuid: string,
  now: IndexMarks | null | undefined,
): now is IndexMarks =>
  now?.uuid === uuid &&
  now.shards.length === marks.length &&
  marks.every(({ shard, primaryTerm }) => {
    const current = now.shards.find((other) => other.shard === shard);
    return primaryTerm !== null && current?.primaryTerm === primaryTerm;
  });
