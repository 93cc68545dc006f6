import { MissingShards } from '@/components/snapshots/missing-shards.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { SnapshotPage } from '@/lib/contract/snapshot-page.ts';
import { plural } from '@/lib/format.ts';

/** Why it is not whole, for each shard, in words. */
export function SnapshotNotices({ page: { failures, moreFailures, reason, skipped, state } }: { page: SnapshotPage }) {
  return (
    <>
      {state === 'FAILED' && (
        <Notice tone="bad" title="This snapshot failed">
          <p className="[overflow-wrap:anywhere]">{reason ?? 'The server gives no reason.'}</p>
        </Notice>
      )}
      <MissingShards failures={failures} all={failures.length + moreFailures} />
      {skipped.length > 0 && (
        <Notice tone="warn" title={`${plural(skipped.length, 'index', 'indices')} left out when it was taken`}>
          <ul className="flex flex-col gap-1">
            {skipped.map(({ index, message }) => (
              <li key={index} className="[overflow-wrap:anywhere]">
                {message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
