import { z } from 'zod';

/** How an index that was restored from a snapshot was compared with what is known of the snapshot. */
export const restoredCheck = z.object({
  /**
   * `equal`: every shard has the expected number, and the content is the same. `counted`: the same without a digest. `between`: it
   * lies between two moments. `unknown`: there is nothing to compare with. `different`: it is not what it should be.
   */
  verdict: z.enum(['equal', 'counted', 'between', 'unknown', 'different']),
  /** That a search sees. */
  documents: z.number(),
  /** In all shards; null: unknown. */
  expected: z.object({ least: z.number(), most: z.number() }).nullable(),
  /** Primary shards that were compared one by one. */
  shards: z.number(),
  digest: z.string().nullable(),
  sentence: z.string(),
  seconds: z.number(),
});
export type RestoredCheck = z.infer<typeof restoredCheck>;
