import Link from 'next/link';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { State, type StateLevel } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { shortSentence } from '@/lib/present/readable-names.ts';
import type { ApprovalState, ShownApproval } from '@/lib/contract/reviews.ts';

const STATES: { [state in ApprovalState]: { level: StateLevel; word: string } } = {
  waiting: { level: 'unknown', word: 'Not counted' },
  approved: { level: 'unknown', word: 'Not counted' },
  declined: { level: 'bad', word: 'Declined' },
  withdrawn: { level: 'idle', word: 'Withdrawn' },
  expired: { level: 'warn', word: 'Expired' },
  removed: { level: 'warn', word: 'Ended' },
  used: { level: 'done', word: 'Used' },
};

/** Requests of the last day that are over, and how they ended. */
export function EndedList({ approvals }: { approvals: readonly ShownApproval[] }) {
  const { key } = useCluster();
  return (
    <ul className="flex flex-col divide-y">
      {approvals.map(({ id, approvedBy, over, path, requestedAt, requestedBy, state, summary, usedByJob }) => (
        <li key={id} className="flex flex-col gap-0.5 py-2.5 first:pt-0 last:pb-0 [overflow-wrap:anywhere]">
          <p>
            <State level={STATES[state].level}>{STATES[state].word}</State> {shortSentence(summary)}
          </p>
          <p className="text-small text-muted">
            Requested by {requestedBy} <Time at={requestedAt} />
            {approvedBy !== null && `; approved by ${approvedBy}`}. {over}
          </p>
          <p className="flex flex-wrap gap-x-4 text-small">
            {usedByJob !== null && (
              <Link className="link" prefetch={false} href={paths.job(key, usedByJob)}>
                Open job {usedByJob}
              </Link>
            )}
            {path !== null && (
              <Link className="link" prefetch={false} href={paths.below(key, path)}>
                Open the review<span className="sr-only">: {summary}</span>
              </Link>
            )}
          </p>
        </li>
      ))}
    </ul>
  );
}
