'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { paths } from '@/components/paths.ts';
import { backupsQuery } from '@/components/queries.ts';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { State } from '@/components/ui/state.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useFilter } from '@/components/use-filter.ts';
import type { BackupsFilter, BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { BackupList } from './backup-list.tsx';
import { Empty, Unread, Unreadable } from './directory-notices.tsx';
import { backupsAddress } from './address.ts';
import { Filters } from './filters.tsx';
import { Groups } from './groups.tsx';
import { Lost, type ForgetLost } from './lost.tsx';
import { Overdue } from './overdue.tsx';
import { PageTurner } from './page-turner.tsx';

interface Props {
  initial: BackupsPage;
  initialFilter: Partial<BackupsFilter>;
  forgetLost: ForgetLost;
  verify: (input: { cluster: string; backup: string }) => Promise<ActionAnswer<{ job: string }>>;
}

/** Every backup by alias and time. The filter is in the address, so that a link shows the same. */
export function BackupsView({ initial, initialFilter, forgetLost, verify }: Props) {
  const cluster = useCluster();
  const [filter, changeFilter] = useFilter(backupsAddress);
  const router = useRouter();
  const isInitial = JSON.stringify(filter) === JSON.stringify(initialFilter);
  const query = useQuery({
    ...backupsQuery(cluster.key, filter),
    ...(isInitial ? { initialData: initial, initialDataUpdatedAt: Date.parse(initial.takenAt) } : {}),
  });
  const change = (next: Partial<BackupsFilter>) => changeFilter({ page: undefined, ...next });
  const check = useAction(verify, (value) => router.push(paths.job(cluster.key, value.job)));

  return (
    <>
      <BackupsHeading page={query.data} />
      {check.failure && (
        <FailureNotice title="The verification did not start" failure={check.failure} className="mb-3.5" />
      )}
      <QueryBoundary query={query} what="the backups">
        {(page) =>
          page.problem !== null ? (
            <Unreadable page={page} />
          ) : page.totals.backups === 0 && page.unread.length === 0 ? (
            page.lost === null ? (
              <Empty page={page} />
            ) : (
              <Lost page={page} forget={forgetLost} />
            )
          ) : (
            <div className="flex flex-col gap-3.5">
              <Lost page={page} forget={forgetLost} />
              {page.unread.length > 0 && <Unread folders={page.unread} />}
              <Overdue page={page} />
              <div className="grid items-start gap-3.5 mid:grid-cols-[250px_minmax(0,1fr)]">
                <Groups page={page} chosen={filter.group} onChoose={(group) => change({ group })} />
                <Matching page={page} filter={filter} onChange={change}>
                  <BackupList
                    page={page}
                    group={filter.group}
                    checking={check.pending}
                    onVerify={(row) => void check.act({ cluster: cluster.key, backup: row.id })}
                  />
                </Matching>
              </div>
            </div>
          )
        }
      </QueryBoundary>
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
      {totals.incomplete > 0 && (
        <>
          , <State level="bad">{formatCount(totals.incomplete)} incomplete</State>
        </>
      )}
      {totals.broken > 0 && (
        <>
          , <State level="bad">{formatCount(totals.broken)} broken</State>
        </>
      )}
    </p>
  );
}

/** The filter, and the backups that match it; `children` lists them. */
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
      tag={<span className="text-small text-muted">{formatCount(page.matchingBackups)}</span>}
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
