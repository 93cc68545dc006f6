'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Overview } from '@/lib/contract/overview.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { BrokenGlassNotice } from '@/components/break-glass-notice.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { EnvironmentTag } from '@/components/environment-tag.tsx';
import { Live } from '@/components/query-boundary.tsx';
import { RecordWarnings } from '@/components/record-warnings.tsx';
import { overviewQuery } from '@/components/queries.ts';
import { Heading } from '@/components/ui/heading.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { AliasesPanel } from './aliases-panel.tsx';
import { BackupsTrouble } from './backup-warnings.tsx';
import { Changes } from './changes.tsx';
import { HealthPanel } from './health-panel.tsx';
import { Incidents } from './incidents.tsx';
import { MOST_ROWS } from './row-limit.ts';
import { Part } from './overview-part.tsx';
import { Plot } from './chart.tsx';
import { Running } from './running-jobs.tsx';
import { WaitingApprovals } from './pending-approvals.tsx';

export function OverviewPage() {
  const cluster = useCluster();
  const [rows, setRows] = useState<number>();
  const query = useQuery(overviewQuery(cluster.key, rows));
  return (
    <>
      <Heading sub={<ClusterWords overview={query.data} />}>
        {cluster.name} <EnvironmentTag environment={cluster.environment} colour={cluster.colour} />
      </Heading>
      <WaitingApprovals />
      <Live query={query} what="the overview">
        {(overview) => <Parts overview={overview} onMore={() => setRows(MOST_ROWS)} />}
      </Live>
    </>
  );
}

/** "Elasticsearch 8.19.9, cluster docker-cluster: 12 indices (1 closed), 22,340 documents, 31 MB" */
function ClusterWords({ overview }: { overview: Overview | undefined }) {
  const identity = overview?.health.value?.identity;
  const indices = overview?.indices.value;
  if (!identity) return <>{overview ? 'The server has not told its name and version.' : 'Asking the cluster…'}</>;
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
  const cluster = useCluster();
  const { health, indices, backups, aliases, jobs, changes, samples, brokenGlass, recordWarnings } = overview;
  return (
    <>
      <RecordWarnings warnings={recordWarnings} />
      <BackupsTrouble backups={backups} />
      <BrokenGlassNotice className="mb-3.5" cluster={cluster.key} glass={brokenGlass} />
      {indices.takenAt !== null && (
        <Incidents
          aliases={aliases}
          lost={overview.aliasTotals?.lost}
          takenAt={indices.takenAt}
          stale={indices.failure !== null}
        />
      )}
      <AliasesPanel overview={overview} onMore={onMore} />
      <div className="mt-3.5 grid gap-3.5 lg:grid-cols-2">
        <Panel title="Running now">
          <Part part={jobs} what="the jobs">
            {(value) => <Running running={value.running} last={value.last} canBackUp={aliases.length > 0} />}
          </Part>
        </Panel>
        <Panel title="Last 15 minutes">
          <Plot samples={samples} aliases={aliases} />
        </Panel>
        <Panel title="What changed" id="changes">
          <Changes changes={changes} seen={indices.value !== null} />
        </Panel>
        <HealthPanel health={health} />
      </div>
    </>
  );
}
