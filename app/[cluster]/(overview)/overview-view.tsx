'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { IncidentList, IncidentsPage } from '@/lib/contract/incidents-page.ts';
import type { Overview } from '@/lib/contract/overview.ts';
import { incidentsOf } from '@/lib/present/incidents.ts';
import { overviewIncidents } from '@/lib/present/overview-incidents.ts';
import { overviewStatus } from '@/lib/present/overview-status.ts';
import { AuditLogWarnings } from '@/components/audit-log-warnings.tsx';
import { BreakGlassNotice } from '@/components/break-glass-notice.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { incidentsQuery } from '@/components/incidents/queries.ts';
import { overviewQuery } from '@/components/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { useNow } from '@/components/ui/use-now.ts';
import { AliasesPart } from './aliases-part.tsx';
import { BackupWarnings } from './backup-warnings.tsx';
import { ClusterFolds } from './cluster-folds.tsx';
import { IncidentHero } from './incident-hero.tsx';
import { MoreIncidents } from './more-incidents.tsx';
import { NoticedIncidents } from './noticed-incidents.tsx';
import { PendingApprovals } from './pending-approvals.tsx';
import { RecentJobs } from './recent-jobs.tsx';
import { RestoredNotices } from './restored-notices.tsx';
import { ROW_LIMIT } from './row-limit.ts';
import { ScheduleWarnings } from './schedule-warnings.tsx';
import { StatusStatement } from './status-statement.tsx';
import { Waiting } from './waiting.tsx';

/** `initial`: the open incidents, so that nothing moves when they are polled. */
export function OverviewView({ initial }: { initial: IncidentsPage | undefined }) {
  const cluster = useCluster();
  const [rows, setRows] = useState<number>();
  const query = useQuery(overviewQuery(cluster.key, rows));
  const noticed = useQuery({
    ...incidentsQuery(cluster.key, { state: 'open' }),
    ...(initial && { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) }),
  });
  return (
    <>
      {/* Until the page has a statement of its own. */}
      {query.data === undefined && <h1 className="sr-only">Overview of {cluster.name}</h1>}
      <PendingApprovals />
      <QueryBoundary query={query} what="the overview" waiting={<Waiting />}>
        {(overview) => <Parts overview={overview} noticed={noticed.data} onMore={() => setRows(ROW_LIMIT)} />}
      </QueryBoundary>
    </>
  );
}

const NONE_OPEN: IncidentList = { rows: [], count: 0, more: false };

interface PartsProps {
  overview: Overview;
  /** undefined: the open incidents are unknown. */
  noticed: IncidentsPage | undefined;
  onMore: () => void;
}

function Parts({ overview, noticed, onMore }: PartsProps) {
  const now = useNow() ?? Date.parse(overview.takenAt);
  const incidents = incidentsOf(overview);
  const [worst, ...others] = incidents;
  const open = noticed?.open ?? NONE_OPEN;
  const { ofAlias, ofRow, ofSchedule, others: rest, untold } = overviewIncidents(overview, open);
  const status = overviewStatus(overview, now, { open: open.count, untold });
  const isCalm = worst === undefined && status.level === 'ok';
  return (
    <>
      {worst === undefined ? (
        <StatusStatement overview={overview} status={status} now={now} />
      ) : (
        <IncidentHero incident={worst} noticed={ofAlias(worst)} overview={overview} now={now} />
      )}
      <MoreIncidents incidents={others} noticedOf={ofAlias} overview={overview} now={now} />
      <NoticedIncidents rows={rest} untold={untold} count={open.count} />
      <div className="mt-4 flex flex-col gap-3 empty:hidden">
        <RestoredNotices incidents={overview.restored} />
        <ScheduleWarnings part={overview.scheduleWarnings} noticedOf={ofSchedule} now={now} />
        <AuditLogWarnings warnings={overview.auditLogWarnings} />
        <BackupWarnings backups={overview.backups} hasSnapshots={overview.aliasTotals.backedUp > 0} />
        <BreakGlassNotice entries={overview.brokenGlass} />
      </div>
      <AliasesPart
        overview={overview}
        noticedOf={ofRow}
        isCalm={isCalm}
        hasIncident={worst !== undefined}
        onMore={onMore}
      />
      <RecentJobs part={overview.jobs} canBackUp={overview.aliases.length > 0} />
      <ClusterFolds overview={overview} />
    </>
  );
}
