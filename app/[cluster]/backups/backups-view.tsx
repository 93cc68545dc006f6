'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { Live } from '@/components/live.tsx';
import { paths, withQuery } from '@/components/paths.ts';
import { backupsQuery } from '@/components/queries.ts';
import { Button, EmptyState, FailureNotice, Heading, Panel, State } from '@/components/ui/index.ts';
import { useAct, type ActionAnswer } from '@/components/use-act.ts';
import { useSearch } from '@/components/use-search.ts';
import type { BackupsFilter, BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { BackupList } from './backup-list.tsx';
import { Empty, Unread, Unreadable } from './directory-trouble.tsx';
import { clean, filterOf } from './filter-in-address.ts';
import { Filters } from './filters.tsx';
import { Groups } from './groups.tsx';
import { Overdue } from './overdue.tsx';
import { PageTurner } from './page-turner.tsx';

interface Props {
  cluster: ClusterWords;
  initial: BackupsPage;
  initialFilter: Partial<BackupsFilter>;
  blocked: Blocked;
  verify: (input: { cluster: string; backup: string }) => Promise<ActionAnswer<{ job: string }>>;
}

/** Every backup by alias and time. What is looked for stands in the address, so that a link shows the same. */
export function BackupsView({ cluster, initial, initialFilter, blocked, verify }: Props) {
  const [search, changeSearch] = useSearch();
  const router = useRouter();
  const filter = filterOf(search);
  const isInitial = JSON.stringify(filter) === JSON.stringify(initialFilter);
  const query = useQuery({
    ...backupsQuery(cluster.key, filter),
    ...(isInitial ? { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) } : {}),
  });
  const change = (next: Partial<BackupsFilter>) => {
    changeSearch((now) => withQuery('', clean({ ...filterOf(now), page: undefined, ...next })));
  };
  const check = useAct(verify, (value) => router.push(paths.job(cluster.key, value.job)));

  return (
    <>
      <BackupsHeading page={query.data} />
      {check.failure && <FailureNotice title="The check did not begin" failure={check.failure} className="mb-3.5" />}
      <Live query={query} what="the backups">
        {(page) =>
          page.problem !== null ? (
            <Unreadable page={page} />
          ) : page.totals.backups === 0 && page.unread.length === 0 ? (
            <Empty page={page} />
          ) : (
            <div className="flex flex-col gap-3.5">
              {page.unread.length > 0 && <Unread folders={page.unread} />}
              <Overdue cluster={cluster} page={page} blocked={blocked} />
              <div className="grid items-start gap-3.5 min-[1000px]:grid-cols-[250px_minmax(0,1fr)]">
                <Groups page={page} chosen={filter.group} onChoose={(group) => change({ group })} />
                <Matching page={page} filter={filter} onChange={change}>
                  <BackupList
                    cluster={cluster}
                    page={page}
                    group={filter.group}
                    blocked={blocked}
                    checking={check.pending}
                    onVerify={(row) => void check.act({ cluster: cluster.key, backup: row.id })}
                  />
                </Matching>
              </div>
            </div>
          )
        }
      </Live>
    </>
  );
}

function BackupsHeading({ page }: { page: BackupsPage | undefined }) {
  const listed = page !== undefined && page.problem === null && page.totals.backups > 0;
  return (
    <Heading
      sub={listed ? <Summary page={page} /> : undefined}
      actions={listed ? <BackUpLink look="primary">Back up now</BackUpLink> : undefined}
    >
      Backups
    </Heading>
  );
}

function Summary({ page }: { page: BackupsPage }) {
  const { totals } = page;
  return (
    <p>
      {plural(totals.backups, 'backup')}, {formatBytes(totals.bytes)} in <code>{page.directory}</code>
      {totals.unfinished > 0 && `, ${formatCount(totals.unfinished)} unfinished`}
      {totals.broken > 0 && (
        <>
          , <State level="bad">{formatCount(totals.broken)} broken</State>
        </>
      )}
    </p>
  );
}

/** What is looked for, and the backups that match it; `children` lists them. */
function Matching({
  page,
  filter,
  onChange,
  children,
}: {
  page: BackupsPage;
  filter: Partial<BackupsFilter>;
  onChange: (next: Partial<BackupsFilter>) => void;
  children: ReactNode;
}) {
  return (
    <Panel
      title={filter.group ?? 'All backups'}
      tag={<span className="text-[13px] text-muted">{formatCount(page.matching)}</span>}
    >
      <Filters filter={filter} groups={page.groups} onChange={onChange} />
      {page.rows.length === 0 ? (
        <EmptyState
          title="No backup is like this"
          actions={
            <Button onClick={() => onChange({ group: undefined, text: undefined, state: undefined })}>
              Show all {formatCount(page.totals.backups)}
            </Button>
          }
        >
          Nothing in <code>{page.directory}</code> matches what you are looking for.
        </EmptyState>
      ) : (
        children
      )}
      <PageTurner page={page} onPage={(number) => onChange({ page: number })} />
    </Panel>
  );
}
