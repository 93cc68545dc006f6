import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { isZip, aliasQuery } from '@/components/backups/backup-labels.ts';
import { useBlocked, useCluster, type OtherCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { backupsQuery } from '@/components/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { useFilter } from '@/components/use-filter.ts';
import type { BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatCount } from '@/lib/format.ts';
import { ChoiceList } from '../backups/choose/choice-list.tsx';
import { AliasField, chosenOf } from '../backups/choose/choose-view.tsx';
import { canBeChosen, defaultAlias } from '../backups/choose/choices-of.ts';
import { PageTurner } from '../backups/page-turner.tsx';
import { copyAddress, urlKeys } from './address.ts';
import { CopyPanel } from './copy-panel.tsx';
import type { InitialBackups } from './copy-view.tsx';

interface Props {
  source: OtherCluster;
  initial: InitialBackups | null;
}

/** The backups of an alias of the other cluster, one of them to be chosen: the last good one first. */
export function CopyBackups({ source, initial }: Props) {
  const [{ from: _from, ...asked }] = useFilter(copyAddress, { urlKeys });
  const alias = asked.group ?? (initial && defaultAlias(initial.page));
  const wanted = { ...asked, group: alias ?? undefined };
  const isInitial =
    initial !== null && JSON.stringify(asked) === JSON.stringify(initial.wanted) && alias === asked.group;
  const query = useQuery({
    ...backupsQuery(source.key, wanted),
    ...(isInitial ? { initialData: initial.page, initialDataUpdatedAt: Date.parse(initial.page.takenAt) } : {}),
  });
  return (
    <QueryBoundary query={query} what={`the backups of ${source.name}`}>
      {(data) => (
        <>
          {data.problem !== null && (
            <Notice tone="warn" title={`The backups of ${source.name} can’t be read`} className="mb-4">
              <p>{data.problem}</p>
            </Notice>
          )}
          <CopyForm source={source} data={data} alias={alias ?? defaultAlias(data)} />
        </>
      )}
    </QueryBoundary>
  );
}

function CopyForm({ source, data, alias }: { source: OtherCluster; data: BackupsPage; alias: string | null }) {
  const cluster = useCluster();
  const blocked = useBlocked('restore');
  const router = useRouter();
  const [asked, change] = useFilter(copyAddress, { urlKeys });
  const chosen = chosenOf(data, { ...asked, group: alias ?? undefined });
  const review =
    chosen !== null && isZip(chosen) && canBeChosen(chosen)
      ? paths.restore(cluster.key, chosen.id, { ...aliasQuery(chosen, alias), from: source.key })
      : null;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (review !== null && blocked === null) router.push(review);
      }}
    >
      <WithRail rail={<CopyPanel source={source} alias={alias} chosen={chosen} asked={asked.chosen} />}>
        <Panel
          flush
          title={`Backups of ${source.name}, newest first`}
          tag={<span className="text-small text-muted">{formatCount(data.matchingBackups)}</span>}
          actions={
            <AliasField
              data={data}
              alias={alias}
              onChoose={(group) => change({ group, chosen: undefined, page: undefined })}
            />
          }
        >
          <ChoiceList
            // How many are live there is not what this cluster has.
            data={{ ...data, liveDocuments: null }}
            alias={alias}
            chosen={chosen?.id}
            onChoose={(backup) => change({ group: alias ?? undefined, chosen: backup })}
            empty={<NoBackup source={source} alias={alias} known={data.problem === null} />}
          />
        </Panel>
        <PageTurner
          page={data}
          onPage={(page) => change({ group: alias ?? undefined, chosen: asked.chosen ?? chosen?.id, page })}
        />
      </WithRail>
    </form>
  );
}

function NoBackup({ source, alias, known }: { source: OtherCluster; alias: string | null; known: boolean }) {
  return (
    <EmptyState
      title={
        known ? `${source.name} has no backup${alias === null ? '' : ` of ${alias}`} to copy` : 'No backup is known'
      }
      actions={<LinkButton href={paths.backups(source.key)}>Open the backups of {source.name}</LinkButton>}
    >
      {known ? 'Back it up there first.' : 'They could not be read.'}
    </EmptyState>
  );
}
