'use client';
import { useQueryStates } from 'nuqs';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useState } from 'react';
import { countShown, type ListView } from '@/lib/contract/alias-lines.ts';
import type { AliasMap } from '@/lib/contract/alias-map.ts';
import { areOf, formatBytes, formatCount, plural } from '@/lib/format.ts';
import { DataAge } from '@/components/data-age.tsx';
import { useCluster } from '@/components/cluster-context.tsx';
import { BackUpLink } from '@/components/kinds/backup/back-up-link.tsx';
import { CleanUpLink } from '@/components/kinds/clean-up/clean-up-link.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { paths } from '@/components/paths.ts';
import { aliasMapQuery } from '@/components/queries.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { MapSection } from './map-section.tsx';
import { urlKeys, viewAddress } from './address.ts';

export function IndicesView() {
  const cluster = useCluster();
  const [view, setView] = useQueryStates(viewAddress, { urlKeys });
  // Typing stays ahead of a long list.
  const settled = useDeferredValue(view);
  const { query, onFirst } = useMap(cluster.key, view);

  return (
    <>
      <Heading
        sub={
          query.data && query.data.indices > 0 ? (
            <Sizes map={query.data} />
          ) : (
            'Every alias with its indices, newest first, and the indices without an alias.'
          )
        }
        actions={
          <>
            <BackUpLink look="quiet">Back up</BackUpLink>
            <CleanUpLink>
              <Icon name="trash" />
              Clean up
            </CleanUpLink>
          </>
        }
      >
        Indices
      </Heading>
      <QueryBoundary query={query} what="the indices">
        {(map) =>
          map.indices === 0 ? (
            <Nothing />
          ) : (
            <MapSection
              map={map}
              view={view}
              settled={settled}
              onView={(next) => void setView(next)}
              onFirst={onFirst}
            />
          )
        }
      </QueryBoundary>
    </>
  );
}

/** Lines are requested in steps, so that a small scroll sends no request. */
const STEP = 100;
const TYPING_MS = 200;

/** The map. Of a long one the server sends a window: the lines of this view from shortly before the first drawn one. */
function useMap(cluster: string, view: ListView) {
  const [isLong, setLong] = useState(false);
  const [request, setRequest] = useState(() => ({ ...requestOf(view), from: 0 }));
  const query = useQuery(aliasMapQuery(cluster, request));
  const long = query.data?.window !== undefined;
  if (long !== isLong) setLong(long);
  useEffect(() => {
    if (!isLong) return;
    const timer = setTimeout(
      () =>
        setRequest(({ from, ...was }) => (sameRequest(was, view) ? { ...was, from } : { ...requestOf(view), from: 0 })),
      TYPING_MS,
    );
    return () => clearTimeout(timer);
  }, [isLong, view]);
  const onFirst = useCallback((first: number) => {
    const from = Math.max(0, Math.floor(first / STEP) * STEP - STEP);
    setRequest((was) => (was.from === from ? was : { ...was, from }));
  }, []);
  return { query, onFirst: isLong ? onFirst : undefined };
}

const requestOf = ({ filter, show, sort, descending }: ListView) =>
  ({ filter: filter.trim(), show, sort, order: descending ? 'down' : 'up' }) as const;

const sameRequest = (request: ReturnType<typeof requestOf>, view: ListView) =>
  JSON.stringify(request) === JSON.stringify(requestOf(view));

function Sizes({ map }: { map: AliasMap }) {
  const aliases = map.totals?.aliases ?? map.groups.length;
  const { live, 'without-alias': spare } = map.totals?.shown ?? countShown(map);
  return (
    <>
      {plural(map.indices, 'index', 'indices')} for {plural(aliases, 'alias', 'aliases')},{' '}
      {map.storeBytes === null ? 'size unknown' : formatBytes(map.storeBytes)}. {formatCount(live)} {areOf(live)} live
      {spare > 0 && `, ${formatCount(spare)} ${spare === 1 ? 'has' : 'have'} no alias`}
      {map.closed > 0 && `, ${formatCount(map.closed)} ${areOf(map.closed)} closed`}. Checked{' '}
      <DataAge at={map.takenAt} />.
    </>
  );
}

function Nothing() {
  const { key } = useCluster();
  return (
    <EmptyState
      title="The cluster is empty"
      actions={<LinkButton href={paths.chooseBackup(key)}>Restore a backup</LinkButton>}
    >
      It has no index and no alias. Restoring a backup creates an index and points its alias to it.
    </EmptyState>
  );
}
