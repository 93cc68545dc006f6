'use client';
import { useQuery } from '@tanstack/react-query';
import { BreakGlassNotice } from '@/components/break-glass-notice.tsx';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { approvalsQuery } from '@/components/queries.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { ApprovalsPage } from '@/lib/contract/reviews.ts';
import { ApprovalList } from './approval-list.tsx';

/** Polled: new requests appear, and expired or used ones disappear, without a reload. */
export function ApprovalsView({ initial }: { initial: ApprovalsPage | undefined }) {
  const cluster = useCluster();
  const blocked = useBlocked('switch');
  const query = useQuery({
    ...approvalsQuery(cluster.key),
    ...(initial === undefined ? {} : { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) }),
  });
  return (
    <QueryBoundary query={query} what="the approvals">
      {({ approvals, brokenGlass }, stale) => (
        <>
          <BreakGlassNotice className="mb-4" entries={brokenGlass} />
          <Panel title="Open">
            {approvals.length > 0 ? (
              <ApprovalList
                approvals={approvals}
                blocked={blocked ?? (stale ? 'This is old: Restore Desk’s server does not answer.' : null)}
                onApproved={() => void query.refetch()}
              />
            ) : (
              <EmptyState title="Nothing waits for approval">
                {cluster.approval
                  ? 'When somebody asks on the review of a switch or a restore, it stands here.'
                  : `No approval is needed on ${cluster.name}.`}
              </EmptyState>
            )}
          </Panel>
        </>
      )}
    </QueryBoundary>
  );
}
