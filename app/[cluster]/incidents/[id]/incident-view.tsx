'use client';
import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { IncidentDetail } from '@/lib/contract/incidents-page.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { incidentQuery } from '@/components/incidents/queries.ts';
import { paths } from '@/components/paths.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { CloseDialog } from './close-dialog.tsx';
import { CommentPanel } from './comment-panel.tsx';
import { EndedNotice } from './ended-notice.tsx';
import { IncidentChart } from './incident-chart.tsx';
import { IncidentFacts } from './incident-facts.tsx';
import { IncidentHeading } from './incident-heading.tsx';
import { NextSteps } from './next-steps.tsx';
import { Timeline } from './timeline.tsx';
import { useIncidentActions, type IncidentActions } from './use-incident-actions.ts';

interface Props {
  id: string;
  initial: IncidentDetail;
  actions: IncidentActions;
}

/** One incident, polled: it may end while somebody reads or writes. */
export function IncidentView({ id, initial, actions }: Props) {
  const { key } = useCluster();
  const query = useQuery({
    ...incidentQuery(key, id),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  return (
    <QueryBoundary
      query={query}
      what="this incident"
      gone={{
        title: 'This incident no longer exists',
        actions: (
          <LinkButton size="small" href={paths.incidents(key)}>
            Open the incidents
          </LinkButton>
        ),
      }}
    >
      {(page) => <Page page={page} actions={actions} />}
    </QueryBoundary>
  );
}

function Page({ page, actions }: { page: IncidentDetail; actions: IncidentActions }) {
  const { key } = useCluster();
  const acting = useIncidentActions(actions);
  const { setClosing } = acting;
  const keep = useCallback(() => setClosing(false), [setClosing]);
  return (
    <>
      <IncidentHeading page={page} acting={acting} />
      {acting.acknowledging.failure && (
        <FailureNotice
          className="mb-4"
          title="The incident was not acknowledged"
          failure={acting.acknowledging.failure}
        />
      )}
      <WithRail rail={<IncidentFacts page={page} muting={actions.muting} />}>
        <EndedNotice incident={page.incident} />
        <NextSteps page={page} />
        <IncidentChart page={page} />
        <Timeline page={page} />
        <CommentPanel id={page.incident.id} comment={actions.comment} />
      </WithRail>
      <CloseDialog
        page={page}
        open={acting.closing}
        acting={acting.closed}
        comment={actions.comment}
        onClose={keep}
        onAct={(reason) =>
          void acting.closed.act({
            cluster: key,
            incident: page.incident.id,
            ...(reason.trim() === '' ? {} : { reason }),
          })
        }
      />
    </>
  );
}
