import { plural } from '../format.ts';
import { liveShardAlarm, shardFailure } from './shard-failure.ts';

interface Ended {
  state: string;
  failures: readonly { index: string; shard: number; reason: string }[];
}

/** Which shards of a snapshot are missing and why, and which live indices are damaged. null: none. Pure. */
export function partialWarning({ state, failures }: Ended): string | null {
  if (state === 'SUCCESS') return null;
  const described = failures.map(({ index, shard, reason }) => ({ index, shard, ...shardFailure(reason) }));
  const damaged = [...new Set(described.filter((each) => each.liveShardDamaged).map(({ index }) => index))];
  const named = described.slice(0, 3).map(({ index, shard, sentence }) => `Shard ${shard} of ${index}: ${sentence}`);
  const more = described.length - named.length;
  return [
    'The snapshot is partial.',
    ...named,
    ...(more > 0 ? [`${plural(more, 'more shard is', 'more shards are')} missing.`] : []),
    ...damaged.map(liveShardAlarm),
  ].join(' ');
}
