'use client';
import { useQuery } from '@tanstack/react-query';
import type { ClusterWords } from '@/components/blocked.ts';
import { useBlocked } from '@/components/cluster-context.tsx';
import { JobList } from '@/components/jobs/job-list.tsx';
import { Live } from '@/components/live.tsx';
import { paths, withQuery } from '@/components/paths.ts';
import { jobsQuery } from '@/components/queries.ts';
import { Button, EmptyState, Heading, LinkButton, Panel, SelectField, TextField } from '@/components/ui/index.ts';
import { useSearch } from '@/components/use-search.ts';
import type { JobsFilter, JobsPage } from '@/lib/contract/api.ts';
import { plural } from '@/lib/format.ts';

const STATUSES: [JobsFilter['status'], string][] = [
  ['any', 'Any state'],
  ['active', 'Running or queued'],
  ['succeeded', 'Done'],
  ['failed', 'Failed'],
  ['interrupted', 'Interrupted'],
  ['cancelled', 'Cancelled'],
];

/** Everything ever done here. What is looked for stands in the address. */
export function JobsView({
  cluster,
  initial,
  initialFilter,
}: {
  cluster: ClusterWords;
  initial: JobsPage;
  initialFilter: Partial<JobsFilter>;
}) {
  const [search, changeSearch] = useSearch();
  const filter = jobsFilterOf(search);
  const isInitial = JSON.stringify(filter) === JSON.stringify(initialFilter);
  const query = useQuery({
    ...jobsQuery(cluster.key, filter),
    ...(isInitial ? { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) } : {}),
  });
  const change = (next: Partial<JobsFilter>) => {
    changeSearch((now) => withQuery('', clean({ ...jobsFilterOf(now), before: undefined, ...next })));
  };
  const mayNotBackUp = useBlocked('back-up');
  const filtered = filter.kind !== undefined || filter.status !== undefined || filter.text !== undefined;
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
      <Live query={query} what="the jobs">
        {(page) => (
          <Panel
            title={filter.before === undefined ? 'Newest first' : 'Older'}
            tag={
              page.active > 0 ? (
                <span className="text-[13px] text-live">{plural(page.active, 'job')} running or queued</span>
              ) : undefined
            }
          >
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
                onChange={(event) => change({ text: event.target.value })}
              />
              <SelectField
                label="Kind"
                className="min-w-36"
                value={filter.kind ?? 'any'}
                onChange={(event) => change({ kind: event.target.value as JobsFilter['kind'] })}
              >
                <option value="any">Any kind</option>
                {page.kinds.map(({ kind, label }) => (
                  <option key={kind} value={kind}>
                    {label}
                  </option>
                ))}
              </SelectField>
              <SelectField
                label="State"
                className="min-w-36"
                value={filter.status ?? 'any'}
                onChange={(event) => change({ status: event.target.value as JobsFilter['status'] })}
              >
                {STATUSES.map(([status, word]) => (
                  <option key={status} value={status}>
                    {word}
                  </option>
                ))}
              </SelectField>
            </form>
            {page.rows.length === 0 ? (
              filtered || filter.before !== undefined ? (
                <EmptyState
                  title="No job is like this"
                  actions={
                    <Button onClick={() => change({ text: undefined, kind: undefined, status: undefined })}>
                      Show all jobs
                    </Button>
                  }
                >
                  Nothing that was done here matches what you are looking for.
                </EmptyState>
              ) : (
                <EmptyState
                  title="Nothing has been done yet"
                  actions={
                    <LinkButton href={paths.backUp(cluster.key)} blocked={mayNotBackUp}>
                      Back up now
                    </LinkButton>
                  }
                >
                  A backup, a restore, a switch, a clean-up or a check will stand here, from the first click on.
                </EmptyState>
              )
            ) : (
              <JobList cluster={cluster.key} rows={page.rows} />
            )}
            {(page.more || filter.before !== undefined) && (
              <nav aria-label="Pages of jobs" className="mt-3 flex flex-wrap gap-2.5">
                <Button
                  size="small"
                  blocked={filter.before === undefined && 'These are the newest jobs.'}
                  onClick={() => change({})}
                >
                  Newest
                </Button>
                <Button
                  size="small"
                  blocked={!page.more && 'There are no older jobs.'}
                  onClick={() => change({ before: page.rows.at(-1)?.id })}
                >
                  Older
                </Button>
              </nav>
            )}
          </Panel>
        )}
      </Live>
    </>
  );
}

function jobsFilterOf(search: URLSearchParams): Partial<JobsFilter> {
  const before = search.get('before');
  return clean({
    text: search.get('text')?.slice(0, 255),
    kind: search.get('kind')?.slice(0, 100) ?? undefined,
    status: STATUSES.find(([status]) => status === search.get('status'))?.[0],
    before: before !== null && /^[1-9]\d{0,14}$/.test(before) ? before : undefined,
  });
}

const clean = <T extends object>(filter: T): T =>
  Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined && value !== '' && value !== 'any'),
  ) as T;
