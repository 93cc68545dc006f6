'use client';
import { useQuery } from '@tanstack/react-query';
import { notAny } from '@/components/address-parsers.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { JobList } from '@/components/jobs/job-list.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { jobsQuery } from '@/components/queries.ts';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { SelectField, TextField } from '@/components/ui/field.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useFilter } from '@/components/use-filter.ts';
import type { JobsFilter, JobsPage } from '@/lib/contract/jobs-page.ts';
import { plural } from '@/lib/format.ts';
import { jobsAddress, STATUSES } from './address.ts';

/** Everything ever done here. The filter is in the address. */
export function JobsView({ initial, initialFilter }: { initial: JobsPage; initialFilter: Partial<JobsFilter> }) {
  const cluster = useCluster();
  const [filter, changeFilter] = useFilter(jobsAddress);
  const isInitial = JSON.stringify(filter) === JSON.stringify(initialFilter);
  const query = useQuery({
    ...jobsQuery(cluster.key, filter),
    ...(isInitial ? { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) } : {}),
  });
  const change = (next: Partial<JobsFilter>) => changeFilter({ before: undefined, ...next });
  return (
    <>
      <Heading
        sub={
          <p>
            Everything done on {cluster.name} with Restore Desk, by page or by command line. Nothing here is ever
            deleted.
          </p>
        }
      >
        Jobs
      </Heading>
      <QueryBoundary query={query} what="the jobs">
        {(page) => (
          <Panel title={filter.before === undefined ? 'Newest first' : 'Older'} tag={<Active count={page.active} />}>
            <Filters filter={filter} kinds={page.kinds} onChange={change} />
            {page.rows.length + page.running.length === 0 ? (
              <NoJobs filter={filter} onChange={change} />
            ) : (
              <JobList rows={filter.status === 'active' ? page.rows : [...page.running, ...page.rows]} />
            )}
            {(page.more || filter.before !== undefined) && <Turner page={page} filter={filter} onChange={change} />}
          </Panel>
        )}
      </QueryBoundary>
    </>
  );
}

function Active({ count }: { count: number }) {
  if (count === 0) return null;
  return <span className="text-small text-accent">{plural(count, 'job')} running or queued</span>;
}

interface FilterProps {
  filter: Partial<JobsFilter>;
  onChange: (next: Partial<JobsFilter>) => void;
}

function Filters({ filter, kinds, onChange }: FilterProps & Pick<JobsPage, 'kinds'>) {
  return (
    <form
      role="search"
      aria-label="Jobs"
      className="mb-3 flex flex-wrap items-end gap-2.5"
      onSubmit={(event) => event.preventDefault()}
    >
      <TextField
        label="Find"
        type="search"
        placeholder="Part of a title, an index, an alias, a name"
        className="min-w-52 flex-1"
        maxLength={255}
        value={filter.text ?? ''}
        onChange={(event) => onChange({ text: event.target.value })}
      />
      <SelectField
        label="Kind"
        className="min-w-36"
        value={filter.kind ?? 'any'}
        onChange={(event) => onChange({ kind: notAny(event.target.value) })}
      >
        <option value="any">Any kind</option>
        {kinds.map(({ kind, label }) => (
          <option key={kind} value={kind}>
            {label}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="State"
        className="min-w-36"
        value={filter.status ?? 'any'}
        onChange={(event) => onChange({ status: notAny(event.target.value as JobsFilter['status']) })}
      >
        {STATUSES.map(([status, word]) => (
          <option key={status} value={status}>
            {word}
          </option>
        ))}
      </SelectField>
    </form>
  );
}

/** An empty list: nothing matches, or nothing was ever done. */
function NoJobs({ filter, onChange }: FilterProps) {
  if (Object.keys(filter).length > 0) {
    return (
      <EmptyState
        title="No job is like this"
        actions={
          <Button onClick={() => onChange({ text: undefined, kind: undefined, status: undefined })}>
            Show all jobs
          </Button>
        }
      >
        Nothing that was done here matches what you are looking for.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing has been done yet" actions={<BackUpLink>Back up now</BackUpLink>}>
      Backups, restores, switches, clean-ups and verifications are listed here as soon as they are started.
    </EmptyState>
  );
}

function Turner({ page, filter, onChange }: FilterProps & { page: JobsPage }) {
  return (
    <nav aria-label="Pages of jobs" className="mt-3 flex flex-wrap gap-2.5">
      <Button
        size="small"
        blocked={filter.before === undefined && 'These are the newest jobs.'}
        onClick={() => onChange({})}
      >
        Newest
      </Button>
      <Button
        size="small"
        blocked={!page.more && 'There are no older jobs.'}
        onClick={() => onChange({ before: page.rows.at(-1)?.id })}
      >
        Older
      </Button>
    </nav>
  );
}
