'use client';
import { useQuery } from '@tanstack/react-query';
import { BreakGlassNotice } from '@/components/break-glass-notice.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { approvalsQuery } from '@/components/queries.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import type { ApprovalsPage } from '@/lib/contract/api.ts';
import { ApprovalList } from './approval-list.tsx';

interface Props {
  cluster: string;
  name: string;
  /** Approval is asked for on this cluster. */
  asked: boolean;
  initial: ApprovalsPage | undefined;
  me: string;
  blocked: string | null;
}

/** Live: what is asked for comes, and what has expired or was used goes, without a reload. */
export function ApprovalsView({ cluster, name, asked, initial, me, blocked }: Props) {
  const query = useQuery({
    ...approvalsQuery(cluster),
    ...(initial === undefined ? {} : { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) }),
  });
  return (
    <QueryBoundary query={query} what="the approvals">
      {({ approvals, brokenGlass }, stale) => (
        <>
          <BreakGlassNotice className="mb-4" cluster={cluster} entries={brokenGlass} />
          <Panel title="Open">
            {approvals.length > 0 ? (
              <ApprovalList
                cluster={cluster}
                approvals={approvals}
                me={me}
                blocked={blocked ?? (stale ? 'This is old: Restore Desk’s server does not answer.' : null)}
                onApproved={() => void query.refetch()}
              />
            ) : (
              <EmptyState title="Nothing waits for approval">
                {asked
                  ? 'When somebody asks on the review of a switch or a restore, it stands here.'
                  : `No approval is needed on ${name}.`}
              </EmptyState>
            )}
          </Panel>
        </>
      )}
    </QueryBoundary>
  );
}
