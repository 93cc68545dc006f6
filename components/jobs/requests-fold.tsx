import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { plural } from '@/lib/format.ts';
import { useCluster } from '../cluster-context.tsx';
import { QueryBoundary } from '../query-boundary.tsx';
import { jobRequestsQuery } from '../queries.ts';
import { Requests } from '../requests.tsx';
import { Fold } from '../ui/fold.tsx';

/** The job's requests as curl commands, loaded when they are opened. */
export function RequestsFold({ job, count }: { job: string; count: number }) {
  const cluster = useCluster();
  const [open, setOpen] = useState(false);
  const query = useQuery({ ...jobRequestsQuery(cluster.key, job), enabled: open });
  if (count === 0) return null;
  return (
    <Fold title="Requests" hint={`${plural(count, 'call')} as curl`} onToggle={setOpen}>
      <QueryBoundary query={query} what="the requests">
        {(data) => <Requests requests={data.requests} />}
      </QueryBoundary>
    </Fold>
  );
}
