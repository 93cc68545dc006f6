'use client';
import { useQuery } from '@tanstack/react-query';
import { BrokenGlassNotice } from '@/components/broken-glass.tsx';
import { Live } from '@/components/live.tsx';
import { approvalsQuery } from '@/components/queries.ts';
import { EmptyState, Panel } from '@/components/ui/index.ts';
import type { ApprovalsPage } from '@/lib/contract/reviews.ts';
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
    <Live query={query} what="the approvals">
      {({ approvals, brokenGlass }, stale) => (
        <>
          <BrokenGlassNotice className="mb-4" cluster={cluster} glass={brokenGlass} />
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
    </Live>
  );
}
