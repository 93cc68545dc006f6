'use client';
import { useQuery } from '@tanstack/react-query';
import { plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { approvalsQuery } from '@/components/queries.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Time } from '@/components/ui/time.tsx';

/** Plans that wait for the approval of a second person. */
export function PendingApprovals() {
  const { key, approval } = useCluster();
  const query = useQuery({ ...approvalsQuery(key), enabled: approval });
  const waiting = query.data?.approvals.filter(({ approvedBy }) => approvedBy === null) ?? [];
  if (waiting.length === 0) return null;
  return (
    <Notice
      tone="warn"
      live="status"
      title={`${plural(waiting.length, 'plan')} ${waiting.length === 1 ? 'waits' : 'wait'} for a second person`}
      className="mb-4"
      actions={<LinkButton href={paths.approvals(key)}>Open the approvals</LinkButton>}
    >
      <ul>
        {waiting.map(({ id, summary, requestedBy, requestedAt }) => (
          <li key={id} className="[overflow-wrap:anywhere]">
            {summary} Requested by {requestedBy}, <Time at={requestedAt} />.
          </li>
        ))}
      </ul>
    </Notice>
  );
}
