import { IndexName } from '@/components/index-name.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { SnapshotPage } from '@/lib/contract/snapshot-page.ts';
import { formatCount, plural } from '@/lib/format.ts';

/** Why it is not whole, for each shard, in words. */
export function SnapshotNotices({ page: { failures, moreFailures, reason, skipped, state } }: { page: SnapshotPage }) {
  const alarm = failures.some((failure) => failure.alarm);
  return (
    <>
      {state === 'FAILED' && (
        <Notice tone="bad" title="This snapshot failed">
          <p className="[overflow-wrap:anywhere]">{reason ?? 'The server gives no reason.'}</p>
        </Notice>
      )}
      {failures.length > 0 && (
        <Notice
          tone={alarm ? 'bad' : 'warn'}
          live={alarm ? 'alert' : undefined}
          title={
            alarm
              ? 'A live index may be damaged'
              : `${plural(failures.length + moreFailures, 'shard')} missing, and why`
          }
        >
          <ul className="flex flex-col gap-1.5" aria-label="Missing shards">
            {failures.map(({ index, shard, sentence }) => (
              <li key={`${index} ${String(shard)}`} className="[overflow-wrap:anywhere]">
                <IndexName name={index} inSentence />, shard {formatCount(shard)}: {sentence}
              </li>
            ))}
          </ul>
          {moreFailures > 0 && <p className="text-muted">And {formatCount(moreFailures)} more.</p>}
        </Notice>
      )}
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
