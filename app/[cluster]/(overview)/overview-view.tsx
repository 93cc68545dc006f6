'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Overview } from '@/lib/contract/overview.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { BreakGlassNotice } from '@/components/break-glass-notice.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { EnvironmentTag } from '@/components/environment-tag.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { AuditLogWarnings } from '@/components/audit-log-warnings.tsx';
import { overviewQuery } from '@/components/queries.ts';
import { Heading } from '@/components/ui/heading.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { AliasesPanel } from './aliases-panel.tsx';
import { BackupWarnings } from './backup-warnings.tsx';
import { Changes } from './changes.tsx';
import { HealthPanel } from './health-panel.tsx';
import { Incidents } from './incidents.tsx';
import { ROW_LIMIT } from './row-limit.ts';
import { OverviewPart } from './overview-part.tsx';
import { Chart } from './chart.tsx';
import { RunningJobs } from './running-jobs.tsx';
import { MissingAliases } from './missing-aliases.tsx';
import { PendingApprovals } from './pending-approvals.tsx';

export function OverviewView() {
  const cluster = useCluster();
  const [rows, setRows] = useState<number>();
  const query = useQuery(overviewQuery(cluster.key, rows));
  return (
    <>
      <Heading sub={<ClusterSummary overview={query.data} />}>
        {cluster.name} <EnvironmentTag environment={cluster.environment} colour={cluster.colour} />
      </Heading>
      <PendingApprovals />
      <QueryBoundary query={query} what="the overview">
        {(overview) => <Parts overview={overview} onMore={() => setRows(ROW_LIMIT)} />}
      </QueryBoundary>
    </>
  );
}

/** "Elasticsearch 8.19.9, cluster docker-cluster: 12 indices (1 closed), 22,340 documents, 31 MB" */
function ClusterSummary({ overview }: { overview: Overview | undefined }) {
  const identity = overview?.health.value?.identity;
  const indices = overview?.indices.value;
  if (!identity) return <>{overview ? 'The cluster’s name and version are unknown.' : 'Asking the cluster…'}</>;
  return (
    <span className="[overflow-wrap:anywhere]">
      {identity.distribution === 'opensearch' ? 'OpenSearch' : 'Elasticsearch'} {identity.version}, cluster{' '}
      {identity.name}
      {indices && (
        <>
          : {plural(indices.open + indices.closed, 'index', 'indices')}
          {indices.closed > 0 && ` (${formatCount(indices.closed)} closed)`}, {indices.uncounted > 0 && 'at least '}
          {plural(indices.documents, 'document')}
          {indices.uncounted > 0 && ` (those of ${plural(indices.uncounted, 'index', 'indices')} can’t be counted)`}
          {indices.storeBytes !== null && `, ${formatBytes(indices.storeBytes)}`}
        </>
      )}
    </span>
  );
}

function Parts({ overview, onMore }: { overview: Overview; onMore: () => void }) {
  const { health, indices, backups, aliases, jobs, changes, samples, healthSpans, brokenGlass, auditLogWarnings } =
    overview;
  return (
    <>
      <AuditLogWarnings warnings={auditLogWarnings} />
      <BackupWarnings backups={backups} />
      <BreakGlassNotice className="mb-3.5" entries={brokenGlass} />
      <MissingAliases aliases={overview.missingAliases} count={overview.missingAliasCount} />
      {indices.takenAt !== null && (
        <Incidents
          aliases={aliases}
          lost={overview.aliasTotals?.lost}
          takenAt={indices.takenAt}
          stale={indices.failure !== null}
        />
      )}
      <AliasesPanel overview={overview} onMore={onMore} />
      <div className="mt-3.5 grid gap-3.5 side:grid-cols-2">
        <Panel title="Running now">
          <OverviewPart part={jobs} what="the jobs">
            {(value) => <RunningJobs running={value.running} last={value.last} canBackUp={aliases.length > 0} />}
          </OverviewPart>
        </Panel>
        <Panel title="Last 15 minutes">
          <Chart samples={samples} spans={healthSpans} aliases={aliases} />
        </Panel>
        <Panel title="What changed" id="changes">
          <Changes changes={changes} seen={indices.value !== null} />
        </Panel>
        <HealthPanel health={health} />
      </div>
    </>
  );
}
