'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { IncidentsFilter, IncidentsPage } from '@/lib/contract/incidents-page.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { incidentsQuery } from '@/components/incidents/queries.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { WithRail } from '@/components/ui/rail.tsx';
import { useFilter } from '@/components/use-filter.ts';
import { incidentsAddress } from './address.ts';
import { Filters } from './filters.tsx';
import { EndedIncidents, OpenIncidents } from './lists.tsx';
import { MutesPanel } from './mutes-panel.tsx';
import { ToldPanel } from './told-panel.tsx';
import type { Muting } from './use-muting.ts';

export type Filter = Partial<Pick<IncidentsFilter, 'kind' | 'about' | 'before'> & { state: 'open' | 'ended' }>;

/** What Restore Desk noticed by itself: open incidents, then ended ones. The filter is in the address. */
export function IncidentsView({ muting }: { muting: Muting }) {
  const cluster = useCluster();
  const [filter, changeFilter] = useFilter(incidentsAddress);
  const [rows, setRows] = useState<number>();
  const query = useQuery(incidentsQuery(cluster.key, { ...filter, ...(rows === undefined ? {} : { rows }) }));
  const change = (next: Filter) => changeFilter({ before: undefined, ...next } as Parameters<typeof changeFilter>[0]);
  return (
    <>
      <Heading
        sub={
          <p>
            What Restore Desk noticed by itself on {cluster.name} ({cluster.environment}): lost documents, switched
            aliases, full disks, overdue backups, failed jobs. All times are UTC.
          </p>
        }
      >
        Incidents
      </Heading>
      <Filters filter={filter} page={query.data} onChange={change} />
      <QueryBoundary query={query} what="the incidents">
        {(page) => (
          <WithRail
            rail={
              <>
                <MutesPanel mutes={page.mutes} takenAt={page.takenAt} muting={muting} />
                <ToldPanel told={page.told} />
              </>
            }
          >
            {!page.watched && <NotWatched />}
            <Lists page={page} filter={filter} onChange={change} onMore={setRows} />
          </WithRail>
        )}
      </QueryBoundary>
    </>
  );
}

interface ListsProps {
  page: IncidentsPage;
  filter: Filter;
  onChange: (next: Filter) => void;
  onMore: (rows: number) => void;
}

function Lists({ page, filter, onChange, onMore }: ListsProps) {
  return (
    <>
      {page.open !== null && filter.before === undefined && (
        <OpenIncidents
          list={page.open}
          any={page.any}
          watched={page.watched}
          filter={filter}
          onChange={onChange}
          onMore={onMore}
        />
      )}
      {page.ended !== null && (page.any || filter.before !== undefined) && (
        <EndedIncidents list={page.ended} filter={filter} onChange={onChange} />
      )}
    </>
  );
}

function NotWatched() {
  return (
    <Notice tone="warn" title="Restore Desk does not watch this cluster">
      <p>
        The configuration says <code>watch: false</code> for it. Nothing that happens on it becomes an incident.
      </p>
    </Notice>
  );
}
