import type { ClusterHealth } from '../../contract/cluster.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import type { Check } from '../../contract/plan.ts';
import { formatBytes, formatCount } from '../../format.ts';

/** A drill is no emergency: it takes this many times the room that a restore needs, and leaves a tenth of the shards free. */
const ROOM_MARGIN = 1.5;
const SHARE_OF_SHARDS = 0.9;

export interface GuardedDrill {
  /** null: the cluster did not answer. */
  health: ClusterHealth | null;
  indices: readonly IndexSummary[];
  /** null: unknown. */
  primaryBytes: number | null;
  shards: number;
  otherDrill: { job: string; title: string } | null;
  isReadOnly: boolean;
}

/** What a drill is refused for beyond a restore; `later`: it may be possible in a while. Pure. */
export const drillGuards = (drill: GuardedDrill): Check[] => [
  ...(drill.isReadOnly ? [READ_ONLY] : []),
  ...(drill.otherDrill === null ? [] : [otherDrill(drill.otherDrill)]),
  ...(drill.health === null
    ? [NO_ANSWER]
    : [healthGuard(drill.health), roomGuard(drill.health, drill.primaryBytes), ...shardGuard(drill.health, drill)]),
];

const READ_ONLY: Check = {
  id: 'drill-read-only',
  level: 'refuse',
  title: 'The cluster is read-only here',
  detail: 'The configuration says so, and a drill creates an index.',
  hint: 'Name a drill cluster in the configuration (drillCluster).',
};

const otherDrill = ({ job, title }: { job: string; title: string }): Check => ({
  id: 'drill-other',
  level: 'refuse',
  title: `Job ${job} is a drill on this cluster`,
  detail: `“${title}” has not ended yet, and one drill at a time is enough for a cluster that people search.`,
  hint: 'Wait until it has ended.',
  job,
  later: true,
});

const NO_ANSWER: Check = {
  id: 'drill-health',
  level: 'refuse',
  title: 'Health is unknown',
  detail: 'The cluster did not answer the request for its health, so nothing more is put on it.',
  hint: 'Try again when it answers.',
  later: true,
};

function healthGuard(health: ClusterHealth): Check {
  if (health.status === 'red')
    return {
      id: 'drill-health',
      level: 'refuse',
      title: 'Health is red',
      detail: `${health.reasons[0] ? `${health.reasons[0].sentence}. ` : ''}A drill waits until every primary shard is assigned.`,
      hint: 'Mend the cluster first.',
      later: true,
    };
  return {
    id: 'drill-health',
    level: 'ok',
    title: `Health is ${health.status}`,
    detail: 'Every primary shard is assigned.',
  };
}

function roomGuard({ diskRoomBytes }: ClusterHealth, primaryBytes: number | null): Check {
  const refusal = (title: string, detail: string, hint: string, later: boolean): Check => ({
    id: 'drill-room',
    level: 'refuse',
    title,
    detail,
    hint,
    ...(later ? { later } : {}),
  });
  if (diskRoomBytes === null)
    return refusal(
      'Free disk space is unknown',
      'The cluster does not report its free space.',
      'Give this user the privilege to read it (docs/privileges.md).',
      false,
    );
  if (primaryBytes === null)
    return refusal(
      'The size is unknown',
      'The cluster does not say how large this index is in the snapshot.',
      'Restore it by hand into a new index, and check that the disks have room.',
      false,
    );
  const needed = Math.ceil(primaryBytes * ROOM_MARGIN);
  const numbers =
    `${formatBytes(primaryBytes)} are restored, and one and a half times as much must be free: ${formatBytes(needed)}; ` +
    `${formatBytes(Math.max(0, diskRoomBytes))} are free before the high watermark`;
  return diskRoomBytes < needed
    ? refusal('Not enough disk space for a drill', `${numbers}.`, 'Clean up old indices first.', true)
    : { id: 'drill-room', level: 'ok', title: 'Disk space', detail: `${numbers}.` };
}

function shardGuard(health: ClusterHealth, { indices, shards }: Pick<GuardedDrill, 'indices' | 'shards'>): Check[] {
  const { activeShards, initialisingShards, maxShards, unassignedShards } = health;
  if (maxShards === null) return [];
  // The cluster's health counts the shards of closed indices, its shard limit does not.
  const closed = indices
    .filter(({ state, health: status }) => state === 'closed' && status !== null)
    .reduce((sum, index) => sum + index.shards * (1 + index.replicas), 0);
  const after = activeShards + unassignedShards + initialisingShards - closed + shards;
  const most = Math.floor(maxShards * SHARE_OF_SHARDS);
  const numbers = `With the drill’s ${formatCount(shards)} there are ${formatCount(after)} of ${formatCount(maxShards)} shards`;
  return [
    after > most
      ? {
          id: 'drill-shards',
          level: 'refuse',
          title: 'Too many shards for a drill',
          detail: `${numbers}; a drill leaves a tenth of them free.`,
          hint: 'Clean up old indices, or raise cluster.max_shards_per_node.',
          later: true,
        }
      : { id: 'drill-shards', level: 'ok', title: 'Shards', detail: `${numbers}; a tenth of them stays free.` },
  ];
}
