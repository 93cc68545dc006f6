import { entriesOf } from '../../contract/by-name.ts';
import type { NodeSummary } from '../../contract/cluster.ts';
import type { Cluster } from '../client/cluster.ts';
import { nullIfForbidden } from '../client/response-error.ts';
import { clip } from '../client/response-limits.ts';
import { listOf, nonEmptyNamed, number, object, optional, text, type Shape } from '../client/shape.ts';
import { settingOf, settingsShape, watermarksFrom } from './cluster-settings.ts';
import { watermarkOf, type Watermarks } from './disk-watermarks.ts';
import { MASTER_TIMEOUT } from './master-timeout.ts';

interface NodeStats {
  name: string;
  transport_address?: string;
  ip?: string;
  roles?: string[];
  fs?: { total?: { total_in_bytes?: number; available_in_bytes?: number } };
  jvm?: { mem?: { heap_used_percent?: number } };
  thread_pool?: { write?: { rejected?: number; queue?: number } };
}
const nodeStatsShape: Shape<NodeStats> = object({
  name: text,
  transport_address: optional(text),
  ip: optional(text),
  roles: optional(listOf(text)),
  fs: optional(
    object({ total: optional(object({ total_in_bytes: optional(number), available_in_bytes: optional(number) })) }),
  ),
  jvm: optional(object({ mem: optional(object({ heap_used_percent: optional(number) })) })),
  thread_pool: optional(object({ write: optional(object({ rejected: optional(number), queue: optional(number) })) })),
});
const NODE_STATS = [
  'name',
  'roles',
  'ip',
  'transport_address',
  'fs.total',
  'jvm.mem.heap_used_percent',
  'thread_pool.write.rejected',
  'thread_pool.write.queue',
];
/** The nodes and their disks, from node statistics and cluster settings; empty where this user may not read them. */
export async function readNodeDisks(cluster: Cluster, signal?: AbortSignal) {
  const [stats, settings] = await Promise.all([
    nullIfForbidden(
      cluster.request({
        method: 'GET',
        path: '/_nodes/stats/fs,jvm,thread_pool',
        query: { filter_path: NODE_STATS.map((path) => `nodes.*.${path}`).join(',') },
        shape: object({ nodes: nonEmptyNamed(nodeStatsShape) }),
        signal,
      }),
    ),
    nullIfForbidden(
      cluster.request({
        method: 'GET',
        path: '/_cluster/settings',
        query: {
          include_defaults: true,
          master_timeout: MASTER_TIMEOUT,
          filter_path: '*.cluster.routing.allocation.disk,*.cluster.max_shards_per_node',
        },
        shape: settingsShape,
        signal,
      }),
    ),
  ]);
  const setting = (path: string) => settingOf(settings, path);
  const watermarks = watermarksFrom(settings);
  const checksDisks = setting('cluster.routing.allocation.disk.threshold_enabled') !== 'false';
  const nodes = entriesOf(stats?.nodes)
    .map(([id, node]) => ({ id, ...summariseNode(node, checksDisks ? watermarks : null) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { nodes, watermarks, checksDisks, setting };
}

export interface NodeDisk {
  node: string;
  stage: 'high' | 'flood';
  /** As configured: "90%", "50gb". */
  watermark: string;
  freeBytes: number | null;
}

/** The data node that is most above the high watermark; null: none is, or this user may not read it. */
export async function readFullestDisk(cluster: Cluster, signal?: AbortSignal): Promise<NodeDisk | null> {
  const { nodes, watermarks } = await readNodeDisks(cluster, signal);
  const aboveHigh = nodes
    .filter(({ watermark }) => watermark === 'high' || watermark === 'flood')
    .sort((a, b) => (a.diskFreeBytes ?? 0) - (b.diskFreeBytes ?? 0));
  const worst = aboveHigh.find(({ watermark }) => watermark === 'flood') ?? aboveHigh[0];
  if (!worst || !watermarks) return null;
  const stage = worst.watermark === 'flood' ? 'flood' : 'high';
  return { node: worst.name, stage, watermark: watermarks[stage], freeBytes: worst.diskFreeBytes };
}

/** `watermarks`: null where the cluster does not check disks, or they are unknown. */
function summariseNode(node: NodeStats, watermarks: Watermarks | null): Omit<NodeSummary, 'master'> {
  const { total_in_bytes: total = null, available_in_bytes: free = null } = node.fs?.total ?? {};
  const { rejected = 0, queue = 0 } = node.thread_pool?.write ?? {};
  const data = node.roles === undefined || node.roles.some((role) => DATA_ROLES.has(role));
  return {
    name: clip(String(node.name), 300),
    address: clip(node.transport_address ?? node.ip ?? '', 300),
    data,
    diskTotalBytes: total,
    diskFreeBytes: free,
    watermark: watermarks && data && total !== null && free !== null ? watermarkOf(watermarks, total, free) : null,
    heapUsedPercent: node.jvm?.mem?.heap_used_percent ?? null,
    writeRejections: rejected,
    writeQueue: queue,
  };
}

/** Without `data_frozen`: such a node holds no index that documents are loaded into. */
const DATA_ROLES = new Set(['data', 'data_content', 'data_hot', 'data_warm', 'data_cold']);
