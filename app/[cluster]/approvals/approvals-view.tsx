'use client';
import { useQuery } from '@tanstack/react-query';
import { BreakGlassNotice } from '@/components/break-glass-notice.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { approvalsQuery } from '@/components/queries.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { ApprovalsPage } from '@/lib/contract/reviews.ts';
import { ApprovalList } from './approval-list.tsx';
import { EndedList } from './ended-list.tsx';

/** Polled: new requests appear, and those that end move to the second list, without a reload. */
export function ApprovalsView({ initial }: { initial: ApprovalsPage | undefined }) {
  const cluster = useCluster();
  const query = useQuery({
    ...approvalsQuery(cluster.key),
    ...(initial === undefined ? {} : { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) }),
  });
  return (
    <QueryBoundary query={query} what="the approvals">
      {({ approvals, brokenGlass, ended }, _stale, whyOld) => (
        <div className="flex flex-col gap-4">
          <BreakGlassNotice entries={brokenGlass} />
          {approvals.length > 0 ? (
            <ApprovalList approvals={approvals} blocked={whyOld} onChanged={() => void query.refetch()} />
          ) : (
            <EmptyState title="Nothing waits for approval">
              {cluster.approval
                ? 'A request on the review of a switch or a restore is listed here.'
                : `No approval is needed on ${cluster.name}.`}
            </EmptyState>
          )}
          {ended.length > 0 && (
            <Panel title="Ended in the last 24 hours">
              <EndedList approvals={ended} />
            </Panel>
          )}
        </div>
      )}
    </QueryBoundary>
  );
}
