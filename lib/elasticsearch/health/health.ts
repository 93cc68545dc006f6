import { sumOrNull } from '../../sum-or-null.ts';
import { at, entriesOf, type ByName, type ByWord } from '../../contract/by-name.ts';
import type { ClusterHealth, HealthReason, HealthStatus, NodeSummary } from '../../contract/cluster.ts';
import { isAppError } from '../../errors.ts';
import { clip } from '../client/response-limits.ts';
import type { Cluster } from '../client/cluster.ts';
import { bytesBelowHighWatermark, watermarkOf, type Watermarks } from './disk-watermarks.ts';
import { allocationExplanation, BEING_STARTED, explainAllocation } from './explain-allocation.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { healthStatus } from '../admin/index-responses.ts';
import {
  named,
  count,
  flag,
  listOf,
  number,
  object,
  optional,
  orNull as orUnknown,
  someNamed,
  text,
  type Shape,
} from '../client/shape.ts';

interface IndexHealth {
  status: HealthStatus;
  unassigned_shards: number;
  initializing_shards: number;
}
interface ShardHealth {
  primary_active: boolean;
  unassigned_shards: number;
}
const indexHealth: Shape<IndexHealth> = object({
  status: healthStatus,
  unassigned_shards: count,
  initializing_shards: count,
});
const clusterHealth = object({
  status: healthStatus,
  active_shards: count,
  unassigned_shards: count,
  initializing_shards: count,
  relocating_shards: count,
  number_of_pending_tasks: count,
  number_of_data_nodes: count,
  // An empty cluster has none.
  indices: named(indexHealth),
});
const shardsHealth = object({
  status: healthStatus,
  indices: optional(
    named(object({ shards: optional(named(object({ primary_active: flag, unassigned_shards: count }))) })),
  ),
});
interface NodeStats {
  name: string;
  transport_address?: string;
  ip?: string;
  roles?: string[];
  fs?: { total?: { total_in_bytes?: number; available_in_bytes?: number } };
  jvm?: { mem?: { heap_used_percent?: number } };
  thread_pool?: { write?: { rejected?: number; queue?: number } };
}
const nodeStats: Shape<NodeStats> = object({
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
// eslint-disable-next-line no-restricted-syntax -- settings, by the server's words; a type can't name itself otherwise
type Nested = { [key: string]: Nested | string | undefined };
interface SettingsAnswer {
  transient?: Nested;
  persistent?: Nested;
  defaults?: Nested;
}
/** Texts in objects, however deep; a list is none of what is read. */
const nested = (value: unknown): value is Nested =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const settingsAnswer: Shape<SettingsAnswer> = object({
  transient: optional(nested),
  persistent: optional(nested),
  defaults: optional(nested),
});

/** Each explained index costs two small requests; the page asks every few seconds. */
const EXPLAINED = 8;
/** What is read of each node. */
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
/** A cluster without a master answers nothing for 30 s unless told otherwise. */
const MASTER_TIMEOUT = '5s';

/**
 * How the cluster is and what makes it so. Throws where the cluster does not answer at all; what this user may not
 * read (node statistics, settings) is null or empty, never zero.
 */
export async function readHealth(cluster: Cluster, signal?: AbortSignal): Promise<ClusterHealth> {
  const takenAt = new Date().toISOString();
  const identity = await cluster.identity(signal);
  const [health, disks, state] = await Promise.all([
    cluster.request({
      method: 'GET',
      path: '/_cluster/health',
      query: { level: 'indices', master_timeout: MASTER_TIMEOUT },
      answer: clusterHealth,
      signal,
      size: 'list',
    }),
    readDisks(cluster, signal),
    orNull(
      cluster.request({
        method: 'GET',
        path: '/_cluster/state/master_node',
        query: { filter_path: 'cluster_name,master_node', master_timeout: MASTER_TIMEOUT },
        answer: object({ cluster_name: text, master_node: optional(orUnknown(text)) }),
        signal,
      }),
    ),
  ]);

  const { watermarks, watched, setting } = disks;
  const nodes = disks.nodes.map(({ id, ...node }): NodeSummary => ({ ...node, master: id === state?.master_node }));
  const dataNodes = nodes.filter((node) => node.data);
  const room = (node: NodeSummary) =>
    node.diskTotalBytes === null || node.diskFreeBytes === null
      ? null
      : watermarks && watched
        ? bytesBelowHighWatermark(watermarks, node.diskTotalBytes, node.diskFreeBytes)
        : node.diskFreeBytes;
  const perNode = Number(setting('cluster.max_shards_per_node'));
  const sick = entriesOf(health.indices)
    .filter(([, index]) => index.status !== 'green')
    .sort(([a, x], [b, y]) => badness(y.status) - badness(x.status) || (a < b ? -1 : 1));
  return {
    takenAt,
    identity,
    status: health.status,
    reasons: await explainAll(cluster, sick.slice(0, EXPLAINED), signal),
    reasonsLeftOut: Math.max(0, sick.length - EXPLAINED),
    nodes,
    watermarks: watermarks && { low: watermarks.low, high: watermarks.high, flood: watermarks.flood },
    diskTotalBytes: sumOfNodes(dataNodes.map((node) => node.diskTotalBytes)),
    diskFreeBytes: sumOfNodes(dataNodes.map((node) => node.diskFreeBytes)),
    diskRoomBytes: sumOfNodes(dataNodes.map(room)),
    activeShards: health.active_shards,
    unassignedShards: health.unassigned_shards,
    initialisingShards: health.initializing_shards,
    relocatingShards: health.relocating_shards,
    pendingTasks: health.number_of_pending_tasks,
    // Elasticsearch 6 only warns beyond it.
    maxShards: perNode > 0 && capabilitiesOf(identity).shardLimit ? perNode * health.number_of_data_nodes : null,
  };
}

/** What node statistics and settings tell of the disks; empty where this user may not read them. */
export async function readDisks(cluster: Cluster, signal?: AbortSignal) {
  const [stats, settings] = await Promise.all([
    orNull(
      cluster.request({
        method: 'GET',
        path: '/_nodes/stats/fs,jvm,thread_pool',
        query: { filter_path: NODE_STATS.map((path) => `nodes.*.${path}`).join(',') },
        answer: object({ nodes: someNamed(nodeStats) }),
        signal,
      }),
    ),
    orNull(
      cluster.request({
        method: 'GET',
        path: '/_cluster/settings',
        query: {
          include_defaults: true,
          master_timeout: MASTER_TIMEOUT,
          filter_path: '*.cluster.routing.allocation.disk,*.cluster.max_shards_per_node',
        },
        answer: settingsAnswer,
        signal,
      }),
    ),
  ]);
  const setting = (path: string) => settingOf(settings, path);
  const watermarks = watermarksFrom(settings);
  const watched = setting('cluster.routing.allocation.disk.threshold_enabled') !== 'false';
  const nodes = entriesOf(stats?.nodes)
    .map(([id, node]) => ({ id, ...summariseNode(node, watched ? watermarks : null) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  return { nodes, watermarks, watched, setting };
}

/** `watermarks`: those that act; null: none, or unknown. */
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

/** A `data_frozen` node holds no index that is loaded into. */
const DATA_ROLES = new Set(['data', 'data_content', 'data_hot', 'data_warm', 'data_cold']);
const badness = (status: HealthStatus): number => ({ green: 0, yellow: 1, red: 2 })[status];
/** Without any node the sum is unknown, not 0. */
const sumOfNodes = (numbers: (number | null)[]): number | null => (numbers.length === 0 ? null : sumOrNull(numbers));

/** What a restricted user may not see is unknown; anything else that fails fails the whole. */
async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (isAppError(error) && error.code === 'forbidden') return null;
    throw error;
  }
}

/** Transient wins over persistent, persistent over the configuration file and the defaults. */
function settingOf(settings: SettingsAnswer | null, path: string, setOnly = false): string | undefined {
  for (const scope of [settings?.transient, settings?.persistent, setOnly ? undefined : settings?.defaults]) {
    const value = readDotted(scope, path);
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** The server nests `flood_stage.frozen` beside a `flood_stage` that is a string, so keys keep some of their dots. */
function readDotted(value: Nested | string | undefined, path: string): Nested | string | undefined {
  if (!nested(value)) return undefined;
  if (value[path] !== undefined) return value[path];
  for (let dot = path.indexOf('.'); dot !== -1; dot = path.indexOf('.', dot + 1)) {
    const found = readDotted(value[path.slice(0, dot)], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

const DEFAULT_WATERMARKS: ByWord<string> = { low: '85%', high: '90%', flood_stage: '95%' };

/**
 * The cap on a percentage holds where it was set, or where the watermark is the default: a watermark that was set
 * switches the cap off, though the server still lists it among the defaults (tried on 8.19).
 */
function watermarksFrom(settings: SettingsAnswer | null): Watermarks | null {
  const at = (name: string, setOnly = false) =>
    settingOf(settings, `cluster.routing.allocation.disk.watermark.${name}`, setOnly);
  const cap = (name: string) =>
    at(`${name}.max_headroom`, true) ??
    (at(name) === DEFAULT_WATERMARKS[name] && at(name, true) === undefined ? at(`${name}.max_headroom`) : undefined);
  const [low, high, flood] = [at('low'), at('high'), at('flood_stage')];
  if (!low || !high || !flood) return null;
  return { low, high, flood, headroom: { low: cap('low'), high: cap('high'), flood: cap('flood_stage') } };
}

async function explainAll(
  cluster: Cluster,
  sick: [string, IndexHealth][],
  signal?: AbortSignal,
): Promise<HealthReason[]> {
  if (sick.length === 0) return [];
  const answer = await cluster.request({
    method: 'GET',
    path: `/_cluster/health/${sick.map(([name]) => encodeURIComponent(name)).join(',')}`,
    query: { level: 'shards', filter_path: 'status,indices.*.shards', timeout: '1s', master_timeout: MASTER_TIMEOUT },
    // 408: an index went in the meantime, and the server waited for it.
    accept: [403, 404, 408],
    answer: orUnknown(shardsHealth),
    signal,
  });
  return Promise.all(
    sick.map(([name, index]) => reasonFor(cluster, name, index, at(answer?.indices, name)?.shards, signal)),
  );
}

async function reasonFor(
  cluster: Cluster,
  index: string,
  health: IndexHealth,
  shards: ByName<ShardHealth> | undefined,
  signal?: AbortSignal,
): Promise<HealthReason> {
  const list = entriesOf(shards);
  const primaries = list.filter(([, shard]) => !shard.primary_active);
  const copies = primaries.length > 0 ? primaries : list.filter(([, shard]) => shard.unassigned_shards > 0);
  const [number] = copies[0] ?? [];
  const kind = primaries.length > 0 ? 'primary' : 'replica';
  const count = primaries.length > 0 ? primaries.length : health.unassigned_shards;
  if (number === undefined || count === 0) {
    const starting = health.initializing_shards || 1;
    return {
      index,
      status: health.status,
      sentence: `${starting} shard${starting === 1 ? '' : 's'} of ${index} ${starting === 1 ? 'is' : 'are'} being started`,
    };
  }
  const why = await explain(cluster, index, Number(number), kind === 'primary', signal);
  const which = `${count} ${kind} shard${count === 1 ? '' : 's'} of ${index} ${count === 1 ? 'is' : 'are'}`;
  return {
    index,
    status: health.status,
    sentence: why === BEING_STARTED ? `${which} being started` : `${which} unassigned: ${why}`,
  };
}

async function explain(
  cluster: Cluster,
  index: string,
  shard: number,
  primary: boolean,
  signal?: AbortSignal,
): Promise<string> {
  try {
    return clip(
      explainAllocation(
        await cluster.request({
          method: 'POST',
          path: '/_cluster/allocation/explain',
          body: { index, shard, primary },
          answer: allocationExplanation,
          signal,
        }),
      ),
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'forbidden') return 'this user may not ask why (it needs the monitor privilege)';
    // 400 and 404: assigned, or gone, since the answer before.
    if (error.code === 'cluster_error' || error.code === 'not_found') return BEING_STARTED;
    throw error;
  }
}
