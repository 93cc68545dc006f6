'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { ImportLink } from '@/components/backups/import-link.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { paths } from '@/components/paths.ts';
import { backupsQuery } from '@/components/queries.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { useAction, type ActionAnswer } from '@/components/use-action.ts';
import { useFilter } from '@/components/use-filter.ts';
import type { BackupsFilter, BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { Listed } from './listed.tsx';
import { Empty, Unread, Unreadable } from './directory-notices.tsx';
import { backupsAddress } from './address.ts';
import { DaysCard } from './days-card.tsx';
import { Lost, type ForgetLost } from './lost.tsx';
import { Overdue } from './overdue.tsx';
import { RepositoryNotices } from './repository-notices.tsx';

interface Props {
  initial: BackupsPage;
  initialFilter: Partial<BackupsFilter>;
  forgetLost: ForgetLost;
  verify: (input: { cluster: string; backups: string[] }) => Promise<ActionAnswer<{ job: string }>>;
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
        <FailureNotice title="The verification did not start" failure={check.failure} className="mb-4" />
      )}
      <QueryBoundary query={query} what="the backups">
        {(page) => {
          if (page.totals.backups === 0 && page.unread.length === 0) return <Nothing page={page} forget={forgetLost} />;
          return (
            <div className="flex flex-col gap-4">
              {page.problem === null ? (
                <Lost page={page} forget={forgetLost} className="" />
              ) : (
                <Unreadable page={page} />
              )}
              <RepositoryNotices known={page.snapshots} />
              {page.unread.length > 0 && <Unread folders={page.unread} />}
              <DaysCard page={page} selected={filter.group} onSelect={(group) => change({ group })} />
              <Overdue page={page} />
              <Listed
                page={page}
                filter={filter}
                onChange={change}
                verifying={check.pending}
                onVerify={(backups) => void check.act({ cluster: cluster.key, backups })}
              />
            </div>
          );
        }}
      </QueryBoundary>
    </>
  );
}

function Nothing({ page, forget }: { page: BackupsPage; forget: ForgetLost }) {
  return (
    <div className="flex flex-col gap-4">
      <RepositoryNotices known={page.snapshots} />
      {page.problem !== null ? (
        <Unreadable page={page} />
      ) : page.lost === null ? (
        <Empty page={page} />
      ) : (
        <Lost page={page} forget={forget} />
      )}
    </div>
  );
}

function BackupsHeading({ page }: { page: BackupsPage | undefined }) {
  const listed = page !== undefined && page.totals.backups > 0;
  return (
    <Heading
      sub={listed ? <Summary page={page} /> : undefined}
      actions={
        listed ? (
          <>
            <CopyLink />
            <ImportLink>Import backups</ImportLink>
            <BackUpLink look="primary">
              <Icon name="backups" />
              Back up now
            </BackUpLink>
          </>
        ) : (
          <CopyLink />
        )
      }
    >
      Backups
    </Heading>
  );
}

/** Nothing where there is no other cluster. */
function CopyLink() {
  const { key, others } = useCluster();
  const blocked = useBlocked('restore');
  if (others.length === 0) return null;
  return (
    <LinkButton href={paths.copy(key)} blocked={blocked}>
      Copy from another cluster
    </LinkButton>
  );
}

/** "146 zip files, 214 MB, in /var/backups. 12 snapshots in 1 repository. 2 unfinished." */
function Summary({ page }: { page: BackupsPage }) {
  const { totals } = page;
  const wrong = [
    totals.unfinished > 0 && `${formatCount(totals.unfinished)} unfinished`,
    totals.incomplete > 0 && `${formatCount(totals.incomplete)} incomplete`,
    totals.broken > 0 && `${formatCount(totals.broken)} damaged`,
  ].filter((words) => words !== false);
  return (
    <p>
      {page.problem === null && (
        <>
          {plural(totals.zips, 'zip file')}, {formatBytes(totals.bytes)}, in <code>{page.directory}</code>.{' '}
        </>
      )}
      {totals.snapshots > 0 &&
        `${plural(totals.snapshots, 'snapshot')} in ${plural(page.snapshots.repositories.length, 'repository', 'repositories')}.`}
      {wrong.length > 0 && ` ${wrong.join(', ')}.`}
    </p>
  );
}
