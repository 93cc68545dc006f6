import { z } from 'zod';
import { clusterIdentity } from '../../contract/cluster.ts';

export const runPolicyWork = z.object({
  kind: z.literal('run-policy'),
  cluster: clusterIdentity,
  policy: z.string(),
  repository: z.string(),
});
export type RunPolicyWork = z.infer<typeof runPolicyWork>;

/** `snapshot` null: the cluster was asked, and its answer is not known. */
export const runPolicyCheckpoint = z.object({ snapshot: z.string().nullable() });
export type RunPolicyCheckpoint = z.infer<typeof runPolicyCheckpoint>;

export const runPolicyResult = z.object({
  kind: z.literal('run-policy'),
  /** `partial`: shards are missing, or it holds no index. */
  status: z.enum(['done', 'partial']),
  policy: z.string(),
  repository: z.string(),
  snapshot: z.string(),
  uuid: z.string(),
  /** In the server's word: SUCCESS or PARTIAL. */
  state: z.string(),
  indices: z.number(),
  shards: z.object({ total: z.number(), failed: z.number() }).nullable(),
  failures: z.array(z.object({ index: z.string(), shard: z.number(), reason: z.string() })),
  seconds: z.number(),
});
export type RunPolicyResult = z.infer<typeof runPolicyResult>;
