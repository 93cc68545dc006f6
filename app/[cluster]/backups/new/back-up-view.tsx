'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { DataAge } from '@/components/data-age.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { aliasNamesQuery, backupPlanQuery, backupsQuery, choiceQuery } from '@/components/queries.ts';
import { repositoriesQuery } from '@/components/snapshot-queries.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { FailureNotice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useDebounced } from '@/components/use-debounced.ts';
import type { ChoiceQuery } from '@/lib/contract/choice.ts';
import type { Selection } from '@/components/backups/selected-names.ts';
import { recommendedBackup } from '@/lib/present/recommended-backup.ts';
import { Lost } from '../lost.tsx';
import { ChooseWay } from './choose-way.tsx';
import { ChooseWhat } from './choose-what.tsx';
import { SnapshotPart, type StartSnapshot } from './snapshot-part.tsx';
import { useSelection, type AddressSelection, type SaveNames } from './use-selection.ts';
import type { StartAction } from './use-start.ts';
import { useWay } from './use-way.ts';
import { ZipPart } from './zip-part.tsx';

interface Props {
  /** A selection that is too long for the address, read by the key in it. */
  savedInput: Selection | null;
  start: StartAction<AddressSelection>;
  startSnapshot: StartSnapshot;
  saveInput: SaveNames;
}

/** Select, see exactly what would be read and written, start. The selection is in the address. */
export function BackUpView({ savedInput, saveInput, ...starts }: Props) {
  const cluster = useCluster();
  const selecting = useSelection(cluster.key, savedInput, saveInput);
  const { selection, change } = selecting;
  const [find, setFind] = useState<ChoiceQuery>({ alias: '', index: '' });
  const choice = useQuery(choiceQuery(cluster.key, useDebounced(find)));
  const backups = useQuery(backupsQuery(cluster.key, {}));
  const chosen = selection.all === 'yes' || Boolean(selection.aliases) || Boolean(selection.indices);
  useOverdue(cluster.key, selecting);

  return (
    <>
      <BackUpHeading />
      {backups.data && <Lost page={backups.data} />}
      <div className="grid items-start gap-4 mid:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <Panel title="What to back up" tag={choice.data && <ReadAt takenAt={choice.data.takenAt} />}>
          <QueryBoundary query={choice} what="the cluster’s indices">
            {(data) => (
              <ChooseWhat
                choice={data}
                find={find}
                onFind={setFind}
                backups={backups.data}
                selection={selection}
                onChange={change}
              />
            )}
          </QueryBoundary>
        </Panel>
        <div className="flex min-w-0 flex-col gap-4 mid:sticky mid:top-[calc(var(--top)+24px)]">
          {selecting.failure && (
            <FailureNotice still title="The selection could not be saved" failure={selecting.failure} />
          )}
          {/* Below the list on phones, so it comes after it. */}
          {!choice.isPending &&
            (chosen ? <Ways {...starts} selecting={selecting} /> : <NothingSelected forgotten={selecting.forgotten} />)}
        </div>
      </div>
    </>
  );
}

interface WaysProps extends Pick<Props, 'start' | 'startSnapshot'> {
  selecting: ReturnType<typeof useSelection>;
}

/** As a zip file or as a snapshot: the choice, and the plan of the chosen one. */
function Ways({ start, startSnapshot, selecting: { asked, settled } }: WaysProps) {
  const { key } = useCluster();
  const choosing = useWay();
  const plan = useQuery(backupPlanQuery(key, asked));
  const repositories = useQuery(repositoriesQuery(key));
  const recommendation = recommendedBackup(plan.data?.primaryBytes ?? null, repositories.data?.rows ?? null);
  // Everything at once: nothing moves when the recommendation is known.
  if (plan.isPending || repositories.isPending)
    return (
      <p role="status" className="text-muted">
        Making the plan…
      </p>
    );
  const way = choosing.way ?? recommendation?.way ?? 'zip';
  return (
    <>
      <ChooseWay way={way} recommendation={recommendation} onChange={choosing.setWay} />
      {way === 'zip' ? (
        <ZipPart plan={plan} asked={asked} settled={settled} start={start} />
      ) : (
        <QueryBoundary query={repositories} what="the repositories">
          {(page) => (
            <SnapshotPart page={page} asked={asked} settled={settled} choosing={choosing} start={startSnapshot} />
          )}
        </QueryBoundary>
      )}
    </>
  );
}

function NothingSelected({ forgotten }: { forgotten: boolean }) {
  return (
    <EmptyState title={forgotten ? 'The selection of this address is no longer saved' : 'Nothing is selected yet'}>
      Select aliases or indices, or all of them. What is read and written appears here.
    </EmptyState>
  );
}

/** `overdue=yes` in a link: selects the overdue aliases once they are known. The address then names them. */
function useOverdue(cluster: string, { overdue, change }: ReturnType<typeof useSelection>) {
  const wanted = useRef(overdue);
  const { data } = useQuery({
    ...aliasNamesQuery(cluster, 'overdue'),
    enabled: overdue,
    retry: true,
    refetchOnWindowFocus: false,
  });
  useEffect(() => {
    if (!wanted.current || data === undefined) return;
    wanted.current = false;
    if (data.names.length > 0) change({ aliases: data.names.join(',') });
  }, [data, change]);
}

function BackUpHeading() {
  const cluster = useCluster();
  return (
    <Heading
      takeFocus
      sub={
        <p>
          From {cluster.name} ({cluster.environment}), as zip files or as a snapshot. No index and no alias is changed.
        </p>
      }
    >
      Back up now
    </Heading>
  );
}

function ReadAt({ takenAt }: { takenAt: string }) {
  return (
    <span className="text-small text-muted">
      checked <DataAge at={takenAt} />
    </span>
  );
}
