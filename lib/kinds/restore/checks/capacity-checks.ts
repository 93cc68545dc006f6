import type { ClusterHealth } from '../../../contract/cluster.ts';
import type { IndexSummary } from '../../../contract/indices.ts';
import type { Check } from '../../../contract/plan.ts';
import { formatBytes, formatCount, plural } from '../../../format.ts';

/** Whether disk space and the shard limit allow a new index. None for an index that exists, or without the health. */
export function capacityChecks(
  health: ClusterHealth | null,
  indices: readonly IndexSummary[],
  primaryBytes: number,
  { shards, replicas }: { shards: number; replicas: number },
  exists: boolean,
): Check[] {
  if (health === null || exists) return [];
  return [
    diskCheck(health.diskRoomBytes, primaryBytes, replicas),
    ...shardChecks(health, indices, shards * (1 + replicas)),
  ];
}

function diskCheck(availableBytes: number | null, primaryBytes: number, replicas: number): Check {
  const requiredBytes = primaryBytes * (1 + replicas);
  const copies = replicas > 0 ? ` (${formatBytes(primaryBytes)} and ${plural(replicas, 'replica')})` : '';
  const about = `About ${formatBytes(requiredBytes)} needed${copies}`;
  if (availableBytes === null)
    return {
      id: 'room',
      level: 'warn',
      title: 'Free disk space is unknown',
      detail: `${about}; the cluster does not report its free space.`,
    };
  if (availableBytes < primaryBytes)
    return {
      id: 'room',
      level: 'refuse',
      title: 'Not enough disk space',
      detail: `${about}; ${formatBytes(Math.max(0, availableBytes))} free before ${HIGH_WATERMARK}.`,
      hint: MAKE_ROOM,
    };
  const left = `${about}; ${formatBytes(availableBytes)} free before ${HIGH_WATERMARK}`;
  if (availableBytes < requiredBytes)
    return {
      id: 'room',
      level: 'warn',
      title: 'Disk space is short',
      detail: `${left}: the replicas may fit on no node.`,
      hint: MAKE_ROOM,
    };
  return { id: 'room', level: 'ok', title: 'Disk space', detail: `${left}.` };
}

/** Explained where it is first met: readers know their disks, not Elasticsearch’s limits. */
const HIGH_WATERMARK = 'the high watermark (the disk limit above which Elasticsearch moves shards away)';
const MAKE_ROOM = 'Clean up old indices first, or restore with fewer replicas.';

function shardChecks(health: ClusterHealth, indices: readonly IndexSummary[], copies: number): Check[] {
  // The cluster's health counts the shards of closed indices, its shard limit does not.
  const closed = indices
    .filter(({ state, health: status }) => state === 'closed' && status !== null)
    .reduce((sum, index) => sum + index.shards * (1 + index.replicas), 0);
  const current = health.activeShards + health.unassignedShards + health.initialisingShards - closed;
  if (health.maxShards === null || current + copies <= health.maxShards) return [];
  const [open, limit] = [formatCount(current), formatCount(health.maxShards)];
  return [
    {
      id: 'shards',
      level: 'refuse',
      title: 'Too many shards',
      detail: `The cluster’s open indices have ${open} of ${limit} shards; the new index needs ${copies} more.`,
      hint: 'Clean up old indices, restore with fewer shards, or raise cluster.max_shards_per_node.',
    },
  ];
}
