'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { CopyRoute } from '@/components/restore/copy-route.tsx';
import { useCopiedSnapshot } from '@/components/restore/use-copied-snapshot.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { paths } from '@/components/paths.ts';
import { severalRestoresQuery, snapshotQuery } from '@/components/snapshot-queries.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import type { ActionAnswer } from '@/components/use-action.ts';
import type { SnapshotPage } from '@/lib/contract/snapshot-page.ts';
import { MOST_RESTORED_AT_ONCE } from '@/lib/contract/limits.ts';
import { SeveralTable } from './several-table.tsx';
import { StartedList, type Started } from './started-list.tsx';

export interface SeveralProps {
  repository: string;
  snapshot: string;
  start: (input: {
    cluster: string;
    repository: string;
    snapshot: string;
    from?: string | undefined;
    uuid?: string | undefined;
    restores: { index: string; fingerprint: string }[];
    once: string;
  }) => Promise<ActionAnswer<{ started: Started[] }>>;
}

/** As after the loss of a whole cluster: the indices of a snapshot, each with its plan, started together, each with its own outcome. */
export function SeveralView({ repository, snapshot, start }: SeveralProps) {
  const { key, name, environment } = useCluster();
  const query = useQuery(snapshotQuery(key, repository, snapshot));
  const { copied, source } = useCopiedSnapshot();
  const [started, setStarted] = useState<Started[] | null>(null);
  return (
    <>
      <Heading
        takeFocus
        sub={
          <p>
            Each into a new index, with a job and an outcome of its own. Nothing is deleted. On{' '}
            <b className="font-medium text-text">{name}</b> ({environment}).
          </p>
        }
        actions={<LinkButton href={paths.snapshot(key, repository, snapshot, copied)}>Open the snapshot</LinkButton>}
      >
        Restore several indices from {snapshot}
      </Heading>
      {source !== undefined && <CopyRoute source={{ ...source, sameCluster: false }} />}
      {started !== null ? (
        <StartedList started={started} />
      ) : (
        <QueryBoundary query={query} what="this snapshot">
          {(page) => <Planned page={page} start={start} onStarted={setStarted} />}
        </QueryBoundary>
      )}
    </>
  );
}

function Planned({
  page,
  start,
  onStarted,
}: {
  page: SnapshotPage;
  start: SeveralProps['start'];
  onStarted: (started: Started[]) => void;
}) {
  const { key } = useCluster();
  const { copied } = useCopiedSnapshot();
  const { repository, name } = page;
  const indices = page.indices.filter(({ blocked }) => blocked === null).map(({ index }) => index);
  const shown = indices.slice(0, MOST_RESTORED_AT_ONCE);
  const query = useQuery(severalRestoresQuery(key, { repository, snapshot: name, indices: shown, ...copied }));
  if (shown.length === 0)
    return <EmptyState title="Nothing to restore">No index of this snapshot can be restored whole.</EmptyState>;
  return (
    <QueryBoundary query={query} what="the plans">
      {(plans) => (
        <SeveralTable
          plans={plans}
          left={page.indices.length + page.moreIndices - shown.length}
          start={(restores, once) => start({ cluster: key, repository, snapshot: name, ...copied, restores, once })}
          onStarted={onStarted}
        />
      )}
    </QueryBoundary>
  );
}
