import { z } from 'zod';

export const healthStatus = z.enum(['green', 'yellow', 'red']);
export type HealthStatus = z.infer<typeof healthStatus>;

/** The server that answers; `uuid` distinguishes clusters of the same name. */
export const clusterIdentity = z.object({
  name: z.string(),
  uuid: z.string(),
  distribution: z.enum(['elasticsearch', 'opensearch']),
  version: z.string(),
});
export type ClusterIdentity = z.infer<typeof clusterIdentity>;

export const nodeSummary = z.object({
  name: z.string(),
  address: z.string(),
  data: z.boolean(),
  master: z.boolean().describe('the elected master'),
  diskTotalBytes: z.number().nullable(),
  diskFreeBytes: z.number().nullable(),
  /** The highest watermark that the node's disk exceeds; null: the server does not say. */
  watermark: z.enum(['below', 'low', 'high', 'flood']).nullable(),
  heapUsedPercent: z.number().nullable(),
  /** Since the node started. */
  writeRejections: z.number(),
  writeQueue: z.number(),
});
export type NodeSummary = z.infer<typeof nodeSummary>;

/** One reason why the cluster is not green. */
export const healthReason = z.object({
  index: z.string().nullable(),
  status: healthStatus,
  /** "1 replica shard of government-… is unassigned: no second node to hold it". */
  sentence: z.string(),
});
export type HealthReason = z.infer<typeof healthReason>;

export const clusterHealth = z.object({
  takenAt: z.iso.datetime(),
  identity: clusterIdentity,
  status: healthStatus,
  reasons: z.array(healthReason).describe('worst first; empty when green'),
  reasonsLeftOut: z.number().describe('how many more indices are not green than `reasons` names'),
  nodes: z.array(nodeSummary),
  watermarks: z
    .object({ low: z.string(), high: z.string(), flood: z.string() })
    .nullable()
    .describe('as configured: "85%" or "50gb" of free space'),
  diskTotalBytes: z.number().nullable(),
  diskFreeBytes: z.number().nullable(),
  /** Bytes that data nodes can still store before the first one exceeds the high watermark; null: unknown. */
  diskRoomBytes: z.number().nullable(),
  activeShards: z.number(),
  unassignedShards: z.number(),
  initialisingShards: z.number(),
  relocatingShards: z.number(),
  pendingTasks: z.number(),
  /** Most shards of the cluster: max_shards_per_node × data nodes; null: unknown. */
  maxShards: z.number().nullable(),
});
export type ClusterHealth = z.infer<typeof clusterHealth>;
