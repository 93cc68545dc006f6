'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { paths } from '@/components/paths.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { jobsQuery } from '@/components/queries.ts';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useFilter } from '@/components/use-filter.ts';
import type { JobsFilter, JobsPage } from '@/lib/contract/jobs-page.ts';
import { jobsAddress } from './address.ts';
import { Filters } from './filters.tsx';
import { JobsTable } from './jobs-table.tsx';
import { RunningJobs } from './running-jobs.tsx';

type Filter = Partial<JobsFilter>;

/** Every job of the cluster. Filter and order are in the address. */
export function JobsView({ initial, initialFilter }: { initial: JobsPage; initialFilter: Filter }) {
  const cluster = useCluster();
  const [filter, changeFilter] = useFilter(jobsAddress);
  const isInitial = JSON.stringify(filter) === JSON.stringify(initialFilter);
  const query = useQuery({
    ...jobsQuery(cluster.key, filter),
    ...(isInitial ? { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) } : {}),
  });
  const change = (next: Filter) =>
    changeFilter({ before: undefined, page: undefined, ...next } as Parameters<typeof changeFilter>[0]);
  return (
    <>
      <Heading sub={<About />}>Jobs</Heading>
      <QueryBoundary query={query} what="the jobs">
        {(page) => (
          <>
            {filter.status !== 'active' && <RunningJobs running={page.running} active={page.active} />}
            <Filters filter={filter} page={page} onChange={change} />
            <List page={page} filter={filter} onChange={change} />
          </>
        )}
      </QueryBoundary>
    </>
  );
}

function About() {
  const { key, name } = useCluster();
  const mayRead = useBlocked('read-audit-log') === null;
  return (
    <p>
      Everything Restore Desk did on {name}. Jobs are never deleted.
      {mayRead && (
        <>
          {' '}
          Each change is also in the{' '}
          <Link className="link" prefetch={false} href={paths.auditLog(key)}>
            audit log
          </Link>
          .
        </>
      )}
    </p>
  );
}

interface ListProps {
  page: JobsPage;
  filter: Filter;
  onChange: (next: Filter) => void;
}

function List({ page, filter, onChange }: ListProps) {
  const { sort = 'date', order = 'desc' } = filter;
  if (page.rows.length === 0) return <NoJobs page={page} filter={filter} onChange={onChange} />;
  return (
    <>
      <Panel flush>
        <JobsTable
          rows={page.rows}
          takenAt={page.takenAt}
          sort={sort}
          order={order}
          onSort={(by, direction) =>
            onChange({
              sort: by === 'date' ? undefined : by,
              order: by === 'date' && direction === 'desc' ? undefined : direction,
            })
          }
        />
      </Panel>
      <Turner page={page} filter={filter} onChange={onChange} />
    </>
  );
}

/** An empty list: nothing matches, or nothing was ever done. */
function NoJobs({ page, filter, onChange }: ListProps) {
  const isFiltered = Object.keys(filter).some((name) => name !== 'sort' && name !== 'order');
  if (isFiltered) {
    const all = { show: undefined, text: undefined, kind: undefined, status: undefined };
    return <EmptyState title="No job matches" actions={<Button onClick={() => onChange(all)}>Show all jobs</Button>} />;
  }
  if (page.active > 0) return <EmptyState title="No job has ended yet" />;
  return (
    <EmptyState title="No jobs yet" actions={<BackUpLink>Back up now</BackUpLink>}>
      Start with a backup.
    </EmptyState>
  );
}

/** Newest first, a page begins below a job: it stays the same while new ones come. Otherwise it has a number. */
function Turner({ page, filter, onChange }: ListProps) {
  const { sort = 'date', order = 'desc', before, page: number = 1 } = filter;
  const newestFirst = sort === 'date' && order === 'desc';
  const isFirst = newestFirst ? before === undefined : number === 1;
  if (isFirst && !page.more) return null;
  const next = newestFirst ? { before: page.rows.at(-1)?.id } : { page: number + 1 };
  return (
    <nav aria-label="Pages of jobs" className="mt-3 flex flex-wrap justify-center gap-2">
      {!isFirst && (
        <Button look="quiet" onClick={() => onChange({})}>
          {newestFirst ? 'Show the newest jobs' : 'Show the first page'}
        </Button>
      )}
      {page.more && (
        <Button look="quiet" onClick={() => onChange(next)}>
          {newestFirst ? 'Show older jobs' : 'Show the next page'}
        </Button>
      )}
    </nav>
  );
}
