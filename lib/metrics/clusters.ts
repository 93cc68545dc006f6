import type { ClusterHealth, NodeSummary } from '../contract/cluster.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { sumOrNull } from '../sum-or-null.ts';
import type { ClusterFacts } from './cluster-facts.ts';
import { MOST_NODES } from './limits.ts';
import { counter, gauge, type Sheet } from './sheet.ts';

const ofCluster = ['cluster'] as const;
const ofNode = ['cluster', 'node'] as const;

export const CLUSTERS = {
  info: gauge('restore_desk_cluster_info', 'A configured cluster, as it last answered. Always 1.', [
    ...ofCluster,
    'name',
    'environment',
    'distribution',
    'version',
  ]),
  up: gauge(
    'restore_desk_cluster_up',
    'Whether the cluster answers and lists its indices, as the incident `cluster-silent`: if not, its other values may be those of its last answers.',
    ofCluster,
  ),
  answerAge: gauge(
    'restore_desk_cluster_answer_age_seconds',
    'Age of the last answer, of which the values of a cluster are made: its health, indices, backups (zip files), repositories.',
    [...ofCluster, 'answer'],
  ),
  health: gauge('restore_desk_cluster_health', '1 for the health of the cluster, 0 for the others.', [
    ...ofCluster,
    'status',
  ]),
  shards: gauge('restore_desk_cluster_shards', 'Shards of the cluster by their state.', [...ofCluster, 'state']),
  pendingTasks: gauge('restore_desk_cluster_pending_tasks', 'Cluster changes that wait for the master.', ofCluster),
  indices: gauge('restore_desk_cluster_indices', 'Indices without those that begin with a dot.', [
    ...ofCluster,
    'state',
  ]),
  storeBytes: gauge('restore_desk_cluster_store_bytes', 'Size of these indices with their replicas.', ofCluster),
  nodes: gauge('restore_desk_cluster_nodes', 'Nodes of the cluster.', ofCluster),
  diskSize: gauge('restore_desk_node_disk_size_bytes', 'Size of a node’s disk.', ofNode),
  diskFree: gauge('restore_desk_node_disk_free_bytes', 'Free space of a node’s disk.', ofNode),
  watermark: gauge('restore_desk_node_disk_over_watermark', 'Whether a node’s disk exceeds the watermark.', [
    ...ofNode,
    'watermark',
  ]),
  heap: gauge('restore_desk_node_heap_used_ratio', 'Used part of a node’s heap, from 0 to 1.', ofNode),
  rejections: counter(
    'restore_desk_node_write_rejections_total',
    'Writes that a node has refused because its queue was full, since it started.',
    ofNode,
  ),
};

export function addClusters(sheet: Sheet, { ages, cluster, health, indices, isUp }: ClusterFacts): void {
  const of = { cluster: cluster.key };
  sheet.set(CLUSTERS.up, of, isUp === null ? null : Number(isUp));
  for (const { answer, seconds } of ages) sheet.set(CLUSTERS.answerAge, { ...of, answer }, seconds);
  const { distribution = '', version = '' } = health?.identity ?? {};
  const { environment, name } = cluster;
  sheet.set(CLUSTERS.info, { ...of, name, environment, distribution, version }, 1);
  if (health !== null) addHealth(sheet, cluster.key, health);
  if (indices !== null) addIndices(sheet, cluster.key, indices);
}

function addHealth(sheet: Sheet, cluster: string, health: ClusterHealth): void {
  for (const status of ['green', 'yellow', 'red'] as const)
    sheet.set(CLUSTERS.health, { cluster, status }, Number(health.status === status));
  for (const [state, shards] of [
    ['active', health.activeShards],
    ['unassigned', health.unassignedShards],
    ['initialising', health.initialisingShards],
    ['relocating', health.relocatingShards],
  ] as const)
    sheet.set(CLUSTERS.shards, { cluster, state }, shards);
  sheet.set(CLUSTERS.pendingTasks, { cluster }, health.pendingTasks);
  // A user who may not read the nodes gets none; every cluster that answers has one.
  sheet.set(CLUSTERS.nodes, { cluster }, health.nodes.length || null);
  for (const node of firstByName(health.nodes)) addNode(sheet, cluster, node);
}

/** Each name once: two nodes may have one name, and a series exists once. */
const firstByName = (nodes: readonly NodeSummary[]): NodeSummary[] =>
  [...new Map(nodes.map((node) => [node.name, node])).values()]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .slice(0, MOST_NODES);

/** Each watermark is above those before it. */
const WATERMARKS = ['below', 'low', 'high', 'flood'] as const;

/** As the facts of an incident have it. */
const labelOf = (watermark: (typeof WATERMARKS)[number]) => (watermark === 'flood' ? 'flood-stage' : watermark);

function addNode(sheet: Sheet, cluster: string, node: NodeSummary): void {
  const of = { cluster, node: node.name };
  sheet.set(CLUSTERS.diskSize, of, node.diskTotalBytes);
  sheet.set(CLUSTERS.diskFree, of, node.diskFreeBytes);
  const { watermark: exceeded } = node;
  if (exceeded !== null)
    for (const watermark of WATERMARKS.slice(1)) {
      const isOver = WATERMARKS.indexOf(exceeded) >= WATERMARKS.indexOf(watermark);
      sheet.set(CLUSTERS.watermark, { ...of, watermark: labelOf(watermark) }, Number(isOver));
    }
  sheet.set(CLUSTERS.heap, of, node.heapUsedPercent === null ? null : node.heapUsedPercent / 100);
  sheet.set(CLUSTERS.rejections, of, node.writeRejections);
}

function addIndices(sheet: Sheet, cluster: string, { indices }: ClusterIndices): void {
  const closed = indices.filter(({ state }) => state === 'closed').length;
  sheet.set(CLUSTERS.indices, { cluster, state: 'open' }, indices.length - closed);
  sheet.set(CLUSTERS.indices, { cluster, state: 'closed' }, closed);
  sheet.set(CLUSTERS.storeBytes, { cluster }, sumOrNull(indices.map(({ storeBytes }) => storeBytes)));
}
