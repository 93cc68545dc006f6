import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { Time } from '@/components/ui/time.tsx';
import type { EarlierRequest as Earlier } from '@/lib/contract/reviews.ts';

/** Why an approval is needed again, in one line; undefined: it was not requested before. */
export function earlierTitle(earlier: Earlier | undefined): string | undefined {
  if (earlier === undefined) return undefined;
  const { approval, changes } = earlier;
  switch (approval.state) {
    case 'waiting':
    case 'approved':
      return changes.length > 0 ? 'The plan has changed: a second person must approve the new one' : undefined;
    case 'declined':
      return `${approval.end?.by ?? 'A second person'} declined this${changes.length > 0 ? '; the plan has changed since' : ''}`;
    case 'expired':
      return approval.approvedBy === null
        ? 'The request has expired: it was not approved in time'
        : 'The approval has expired: it was not used in time';
    case 'removed':
      return 'The approval has ended: a second person must approve this';
    case 'withdrawn':
    case 'used':
      return undefined;
    default:
      return approval.state satisfies never;
  }
}

/** What became of this person's last request. */
export function EarlierRequest({ earlier: { approval, changes } }: { earlier: Earlier }) {
  const { key } = useCluster();
  return (
    <>
      <p>
        You requested approval <Time at={approval.requestedAt} />
        {approval.approvedBy !== null && `, and ${approval.approvedBy} gave it`}.{' '}
        {approval.state === 'used' && approval.usedByJob !== null ? (
          <>
            <Link className="link" prefetch={false} href={paths.job(key, approval.usedByJob)}>
              Job {approval.usedByJob}
            </Link>{' '}
            used it: an approval is valid once.
          </>
        ) : (
          approval.over
        )}
      </p>
      {changes.length > 0 && (
        <>
          <p>What has changed since:</p>
          <ul className="list-disc pl-5">
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
