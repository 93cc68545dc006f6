import { sumOrNull } from '../../sum-or-null.ts';
import type { ClusterHealth, NodeSummary } from '../../contract/cluster.ts';
import type { Cluster } from '../client/cluster.ts';
import { nullIfForbidden } from '../client/response-error.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { healthStatus } from '../admin/index-responses.ts';
import { count, named, object, optional, orNull, text } from '../client/shape.ts';
import { bytesBelowHighWatermark, type Watermarks } from './disk-watermarks.ts';
import { explainUnhealthy, indexHealthShape } from './health-reasons.ts';
import { MASTER_TIMEOUT } from './master-timeout.ts';
import { readNodeDisks } from './node-disks.ts';

const clusterHealthShape = object({
  status: healthStatus,
  active_shards: count,
  unassigned_shards: count,
  initializing_shards: count,
  relocating_shards: count,
  number_of_pending_tasks: count,
  number_of_data_nodes: count,
  // Empty in an empty cluster.
  indices: named(indexHealthShape),
});
/**
 * The cluster's health and the reasons for it. Throws where the cluster does not answer. What this user may not read (node
 * statistics, settings) is null or empty, never zero.
 */
export async function readHealth(cluster: Cluster, signal?: AbortSignal): Promise<ClusterHealth> {
  const takenAt = new Date().toISOString();
  const identity = await cluster.identity(signal);
  const [health, disks, state] = await Promise.all([
    cluster.request({
      method: 'GET',
      path: '/_cluster/health',
      query: { level: 'indices', master_timeout: MASTER_TIMEOUT },
      shape: clusterHealthShape,
      signal,
      responseSize: 'list',
    }),
    readNodeDisks(cluster, signal),
    nullIfForbidden(
      cluster.request({
        method: 'GET',
        path: '/_cluster/state/master_node',
        query: { filter_path: 'cluster_name,master_node', master_timeout: MASTER_TIMEOUT },
        shape: object({ cluster_name: text, master_node: optional(orNull(text)) }),
        signal,
      }),
    ),
  ]);

  const { watermarks, checksDisks, setting } = disks;
  const nodes = disks.nodes.map(({ id, ...node }): NodeSummary => ({ ...node, master: id === state?.master_node }));
  const dataNodes = nodes.filter((node) => node.data);
  const perNode = Number(setting('cluster.max_shards_per_node'));
  return {
    takenAt,
    identity,
    status: health.status,
    ...(await explainUnhealthy(cluster, health.indices, signal)),
    nodes,
    watermarks: watermarks && { low: watermarks.low, high: watermarks.high, flood: watermarks.flood },
    diskTotalBytes: sumOfNodes(dataNodes.map((node) => node.diskTotalBytes)),
    diskFreeBytes: sumOfNodes(dataNodes.map((node) => node.diskFreeBytes)),
    diskRoomBytes: sumOfNodes(dataNodes.map((node) => writableBytes(node, checksDisks ? watermarks : null))),
    activeShards: health.active_shards,
    unassignedShards: health.unassigned_shards,
    initialisingShards: health.initializing_shards,
    relocatingShards: health.relocating_shards,
    pendingTasks: health.number_of_pending_tasks,
    // Elasticsearch 6 only warns above the limit.
    maxShards: perNode > 0 && capabilitiesOf(identity).shardLimit ? perNode * health.number_of_data_nodes : null,
  };
}

/** Null: unknown. `watermarks`: null where none apply. */
function writableBytes({ diskTotalBytes, diskFreeBytes }: NodeSummary, watermarks: Watermarks | null): number | null {
  if (diskTotalBytes === null || diskFreeBytes === null) return null;
  return watermarks ? bytesBelowHighWatermark(watermarks, diskTotalBytes, diskFreeBytes) : diskFreeBytes;
}

/** Without any node the sum is unknown, not 0. */
const sumOfNodes = (numbers: (number | null)[]): number | null => (numbers.length === 0 ? null : sumOrNull(numbers));
