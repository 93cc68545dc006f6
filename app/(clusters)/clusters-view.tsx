'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { ClustersPage, ClusterStanding } from '@/lib/contract/clusters-page.ts';
import { formatCount } from '@/lib/format.ts';
import { clustersStatus } from '@/lib/present/clusters-status.ts';
import { needsAttention } from '@/lib/present/worst-first.ts';
import { clustersQuery } from '@/components/queries.ts';
import { Notice } from '@/components/ui/notice.tsx';
import { SearchField } from '@/components/ui/search-field.tsx';
import { useFilter } from '@/components/use-filter.ts';
import { clustersAddress } from './address.ts';
import { AnsweredContext } from './answer-age.tsx';
import { ClusterRow } from './cluster-row.tsx';
import { ClusterTile } from './cluster-tile.tsx';
import { ClustersStatement } from './clusters-statement.tsx';
import { OldData, useIsOld } from './old-data.tsx';

/** Fewer are seen at once. */
const FILTERED_FROM = 12;

/** How all clusters of a person are, the worst first. `initial`: so that nothing moves when it is polled. */
export function ClustersView({ initial }: { initial: ClustersPage }) {
  // By the browser's clock, as the times of polls are: that of the server may differ.
  const [openedAtMs] = useState(() => Date.now());
  const query = useQuery({
    ...clustersQuery,
    initialData: initial,
    initialDataUpdatedAt: openedAtMs,
    // By the browser's Back the initial data may be of an earlier visit.
    refetchOnMount: 'always',
  });
  const { data, dataUpdatedAt, error } = query;
  const answered = useMemo(
    () => ({ takenAt: data.takenAt, receivedAtMs: dataUpdatedAt }),
    [data.takenAt, dataUpdatedAt],
  );
  const isOld = useIsOld(query);
  const status = clustersStatus(data.clusters);
  useTitle(isOld ? 'Old data' : status.short, dataUpdatedAt);
  return (
    <>
      {isOld && <OldData error={error} dataUpdatedAt={dataUpdatedAt} />}
      <div data-stale={isOld || undefined}>
        <ClustersStatement status={status} takenAt={data.takenAt} isOld={isOld} />
        {data.problem !== undefined && (
          <Notice tone="warn" live="status" className="mb-4" title="Incidents, drills and jobs are unknown">
            <p>{data.problem}</p>
          </Notice>
        )}
        <AnsweredContext value={answered}>
          <Groups clusters={data.clusters} />
        </AnsweredContext>
      </div>
    </>
  );
}

/** The window's title says the state, also in a tab in the background. Set again with each poll: the framework sets the page's own. */
function useTitle(state: string, dataUpdatedAt: number): void {
  useEffect(() => {
    document.title = `${state} · Clusters · Restore Desk`;
  }, [state, dataUpdatedAt]);
}

function Groups({ clusters }: { clusters: readonly ClusterStanding[] }) {
  const [filter, setFilter] = useFilter(clustersAddress);
  const wanted = filter.find?.trim().toLowerCase() ?? '';
  const found = clusters.filter(({ environment, key, name }) =>
    [name, key, environment].some((text) => text.toLowerCase().includes(wanted)),
  );
  const fine = found.filter(({ concern }) => concern === 'none');
  const attention = found.filter(needsAttention);
  const others = found.filter((each) => each.concern !== 'none' && !needsAttention(each));
  return (
    <>
      {(clusters.length > FILTERED_FROM || wanted !== '') && (
        <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
          <SearchField
            label="Filter clusters"
            value={filter.find ?? ''}
            onChange={(event) => setFilter({ find: event.target.value })}
          />
          <p role="status" className="text-small text-muted">
            {wanted !== '' && `${formatCount(found.length)} of ${formatCount(clusters.length)} clusters shown`}
          </p>
        </div>
      )}
      <Rows title="Need attention" clusters={attention} />
      <Rows title="Yellow or unknown" clusters={others} />
      {fine.length > 0 && (
        <section aria-label="Fine" className="mb-6">
          <h2 className="mb-2 text-muted">Fine ({formatCount(fine.length)})</h2>
          <ul className="grid gap-3 sm:grid-cols-[repeat(auto-fill,minmax(280px,1fr))]">
            {fine.map((cluster) => (
              <ClusterTile key={cluster.key} cluster={cluster} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function Rows({ title, clusters }: { title: string; clusters: readonly ClusterStanding[] }) {
  if (clusters.length === 0) return null;
  return (
    <section aria-label={title} className="mb-6">
      <h2 className="mb-2 text-muted">
        {title} ({formatCount(clusters.length)})
      </h2>
      <ul className="overflow-clip rounded-lg border bg-surface shadow-card">
        {clusters.map((cluster) => (
          <ClusterRow key={cluster.key} cluster={cluster} />
        ))}
      </ul>
    </section>
  );
}
