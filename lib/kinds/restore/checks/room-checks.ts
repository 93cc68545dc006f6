import type { ClusterHealth } from '../../../contract/cluster.ts';
import type { IndexSummary } from '../../../contract/indices.ts';
import type { Check } from '../../../contract/plan.ts';
import { formatBytes, formatCount, plural } from '../../../format.ts';

/** Whether the disks and the limit of shards have room for a new index; unknown without the health. */
export function roomChecks(
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

function diskCheck(roomBytes: number | null, primaryBytes: number, replicas: number): Check {
  const neededBytes = primaryBytes * (1 + replicas);
  const copies = replicas > 0 ? ` (${formatBytes(primaryBytes)} and ${plural(replicas, 'replica')})` : '';
  const about = `About ${formatBytes(neededBytes)} needed${copies}`;
  if (roomBytes === null)
    return {
      id: 'room',
      level: 'warn',
      title: 'Room is unknown',
      detail: `${about}; the cluster does not tell its free space.`,
    };
  if (roomBytes < primaryBytes)
    return {
      id: 'room',
      level: 'refuse',
      title: 'Not enough room',
      detail: `${about}, ${formatBytes(Math.max(0, roomBytes))} left below the high watermark.`,
      hint: MAKE_ROOM,
    };
  const left = `${about}, ${formatBytes(roomBytes)} left below the high watermark`;
  if (roomBytes < neededBytes)
    return {
      id: 'room',
      level: 'warn',
      title: 'Room is short',
      detail: `${left}: the replicas may find no place.`,
      hint: MAKE_ROOM,
    };
  return { id: 'room', level: 'ok', title: 'Room', detail: `${left}.` };
}

const MAKE_ROOM = 'Clean up old indices first, or restore with fewer replicas.';

function shardChecks(health: ClusterHealth, indices: readonly IndexSummary[], copies: number): Check[] {
  // The health counts the shards of closed indices too, the server's limit does not.
  const closed = indices
    .filter(({ state, health: status }) => state === 'closed' && status !== null)
    .reduce((sum, index) => sum + index.shards * (1 + index.replicas), 0);
  const held = health.activeShards + health.unassignedShards + health.initialisingShards - closed;
  if (health.maxShards === null || held + copies <= health.maxShards) return [];
  const [open, most] = [formatCount(held), formatCount(health.maxShards)];
  return [
    {
      id: 'shards',
      level: 'refuse',
      title: 'Too many shards',
      detail: `The cluster’s open indices have ${open} of ${most} shards; the new index needs ${copies} more.`,
      hint: 'Clean up old indices, restore with fewer shards, or raise cluster.max_shards_per_node.',
    },
  ];
}
