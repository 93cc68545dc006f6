import { z } from 'zod';

/**
 * Where one primary shard was at a moment. `globalCheckpoint`: every operation up to it is on all copies; −1: none.
 * `primaryTerm` null: unknown. Source: `_stats/docs?level=shards` and the cluster state, tried on six servers.
 */
export const shardMark = z.object({
  shard: z.number(),
  documents: z.number(),
  maxSeqNo: z.number(),
  globalCheckpoint: z.number(),
  primaryTerm: z.number().nullable(),
});
export type ShardMark = z.infer<typeof shardMark>;

/** The primaries of one index at one moment, by shard. */
export const indexMarks = z.object({ index: z.string(), uuid: z.string(), shards: z.array(shardMark) });
export type IndexMarks = z.infer<typeof indexMarks>;

/**
 * Between which operations a read of an index lies, as a backup saves it: it has every operation up to the `globalCheckpoint` of
 * `before` and none above the `maxSeqNo` of `after`. Without counts of documents: those are as of each shard's last refresh.
 */
export const readMarks = z.object({
  before: z.array(shardMark.omit({ documents: true })).max(10_000),
  after: z.array(shardMark.omit({ documents: true })).max(10_000),
});
export type ReadMarks = z.infer<typeof readMarks>;
