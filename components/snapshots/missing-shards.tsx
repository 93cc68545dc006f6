import { formatCount, plural } from '@/lib/format.ts';
import { liveShardAlarm, shardFailure } from '@/lib/snapshots/shard-failure.ts';
import { Notice } from '../ui/notice.tsx';

interface Props {
  /** As the server gives them. */
  failures: readonly { index: string; shard: number; reason: string }[];
  /** How many there are, where these are the first of them. */
  all: number;
}

/** Each missing shard with its reason in words, and the server's own; a damaged live index is an alarm. */
export function MissingShards({ failures, all }: Props) {
  if (failures.length === 0) return null;
  return (
    <Notice tone="bad" className="mt-4" title={`${plural(all, 'shard')} missing`}>
      <ul className="flex flex-col gap-2">
        {failures.map(({ index, shard, reason }) => {
          const { sentence, liveShardDamaged } = shardFailure(reason);
          return (
            <li key={`${index} ${String(shard)}`} className="[overflow-wrap:anywhere]">
              Shard {formatCount(shard)} of {index}: {sentence}{' '}
              {liveShardDamaged && <b className="font-medium text-text">{liveShardAlarm(index)}</b>}
              <details>
                <summary className="text-accent">The server’s reason</summary>
                <code className="text-small">{reason}</code>
              </details>
            </li>
          );
        })}
      </ul>
      {all > failures.length && (
        <p className="mt-2 text-muted">
          The first {formatCount(failures.length)} of {formatCount(all)}.
        </p>
      )}
    </Notice>
  );
}
