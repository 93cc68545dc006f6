import { z } from 'zod';
import { clusterIdentity } from '../../contract/cluster.ts';
import { bucketCounts, comparedSide } from '../../contract/comparison.ts';

export const compareWork = z.object({
  kind: z.literal('compare'),
  cluster: clusterIdentity,
  left: comparedSide,
  right: comparedSide,
});
export type CompareWork = z.infer<typeof compareWork>;

export const compareResult = z.object({
  kind: z.literal('compare'),
  status: z.literal('done'),
  /** Of the left and the right side. */
  sides: z.object({ left: z.enum(['index', 'backup']), right: z.enum(['index', 'backup']) }),
  counts: bucketCounts,
  /** Documents of each side at its point in time. */
  documents: z.object({ left: z.number(), right: z.number() }),
  /** Which way it went: every document was read, or what has not changed since the backup was known by its sequence number. */
  way: z.enum(['all', 'sequence-numbers']),
  /** When the points in time were opened. */
  readAt: z.iso.datetime(),
  seconds: z.number(),
  warnings: z.array(z.string()),
});
export type CompareResult = z.infer<typeof compareResult>;
