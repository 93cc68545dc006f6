import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCluster } from '../cluster-context.tsx';
import { QueryBoundary } from '../query-boundary.tsx';
import { jobRequestsQuery } from '../queries.ts';
import { Requests } from '../requests.tsx';
import { Panel } from '../ui/panel.tsx';

/** The job's requests as curl commands, loaded when they are opened. */
export function RequestsPanel({ job }: { job: string }) {
  const cluster = useCluster();
  const [open, setOpen] = useState(false);
  const query = useQuery({ ...jobRequestsQuery(cluster.key, job), enabled: open });
  return (
    <Panel title="Requests">
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="text-accent">Show requests as curl</summary>
        <div className="mt-2">
          <QueryBoundary query={query} what="the requests">
            {(data) => <Requests requests={data.requests} />}
          </QueryBoundary>
        </div>
      </details>
    </Panel>
  );
}
