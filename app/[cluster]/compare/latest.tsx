'use client';
import { useQuery } from '@tanstack/react-query';
import { useCluster } from '@/components/cluster-context.tsx';
import { JobList } from '@/components/jobs/job-list.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { paths } from '@/components/paths.ts';
import { jobsQuery } from '@/components/queries.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Panel } from '@/components/ui/panel.tsx';

const SHOWN = 8;
const KIND = 'compare';

/** The comparisons that ended last, and those under way. */
export function Latest() {
  const { key } = useCluster();
  const query = useQuery(jobsQuery(key, { kind: KIND }));
  return (
    <Panel
      flush
      title="Latest comparisons"
      actions={
        <LinkButton look="quiet" size="small" href={paths.jobs(key, { kind: KIND })}>
          All comparisons
        </LinkButton>
      }
    >
      <QueryBoundary query={query} what="the comparisons">
        {({ rows, running }) => {
          const shown = [...running.filter(({ kind }) => kind === KIND), ...rows].slice(0, SHOWN);
          if (shown.length === 0) return <p className="p-4 text-muted mid:px-5">Nothing has been compared yet.</p>;
          return <JobList rows={shown} label="Latest comparisons" />;
        }}
      </QueryBoundary>
    </Panel>
  );
}
