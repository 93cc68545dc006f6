import { z } from 'zod';
import { clusterIdentity } from '../../contract/cluster.ts';

export const verifyRepositoryWork = z.object({
  kind: z.literal('verify-repository'),
  cluster: clusterIdentity,
  repository: z.string(),
});
export type VerifyRepositoryWork = z.infer<typeof verifyRepositoryWork>;

export const verifyRepositoryResult = z.object({
  kind: z.literal('verify-repository'),
  status: z.literal('done'),
  repository: z.string(),
  /** Names of the nodes that can use it. */
  nodes: z.array(z.string()),
  seconds: z.number(),
});
export type VerifyRepositoryResult = z.infer<typeof verifyRepositoryResult>;
