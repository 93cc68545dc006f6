'use client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useState } from 'react';
import type { AliasMap } from '@/lib/contract/alias-map.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { replaceSearch } from '../address.ts';
import { AsOf } from '../as-of.tsx';
import { useCluster } from '../cluster-context.tsx';
import { BackUpLink } from '../kinds/backup/back-up-link.tsx';
import { CleanUpLink } from '../kinds/clean-up/clean-up-link.tsx';
import { Live } from '../live.tsx';
import { paths } from '../paths.ts';
import { aliasMapQuery } from '../queries.ts';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Heading } from '../ui/heading.tsx';
import { MapSection } from './map-section.tsx';
import { writeView, type ListView } from './order.ts';

export function IndicesPage({ initial }: { initial: ListView }) {
  const cluster = useCluster();
  const [view, setView] = useState(initial);
  // Typing stays ahead of a long list.
  const settled = useDeferredValue(view);
  const { query, onFirst } = useMap(cluster.key, view, initial);

  useEffect(() => {
    const timer = setTimeout(() => replaceSearch(writeView(view)), 300);
    return () => clearTimeout(timer);
  }, [view]);

  return (
    <>
      <Heading
        sub={
          query.data && query.data.indices > 0 ? (
            <Sizes map={query.data} />
          ) : (
            'Every alias with its generations, newest first, and the indices that belong to none.'
          )
        }
        actions={
          <>
            <BackUpLink>Back up</BackUpLink>
            <CleanUpLink>Clean up left-overs</CleanUpLink>
          </>
        }
      >
        Indices
      </Heading>
      <Live query={query} what="the indices">
        {(map) =>
          map.indices === 0 ? (
            <Nothing />
          ) : (
            <MapSection map={map} view={view} settled={settled} onView={setView} onFirst={onFirst} />
          )
        }
      </Live>
    </>
  );
}

/** Lines are asked for in steps, so that a small scroll asks nothing. */
const STEP = 100;
const TYPING_MS = 200;

/** The map; of one too long to come as a whole the lines by this view, from shortly before the first that is drawn. */
function useMap(cluster: string, view: ListView, initial: ListView) {
  const [isLong, setLong] = useState(false);
  const [wish, setWish] = useState(() => ({ ...wishOf(initial), from: 0 }));
  const query = useQuery(aliasMapQuery(cluster, wish));
  const long = query.data?.window !== undefined;
  if (long !== isLong) setLong(long);
  useEffect(() => {
    if (!isLong) return;
    const timer = setTimeout(
      () => setWish(({ from, ...was }) => (sameWish(was, view) ? { ...was, from } : { ...wishOf(view), from: 0 })),
      TYPING_MS,
    );
    return () => clearTimeout(timer);
  }, [isLong, view]);
  const onFirst = useCallback((first: number) => {
    const from = Math.max(0, Math.floor(first / STEP) * STEP - STEP);
    setWish((was) => (was.from === from ? was : { ...was, from }));
  }, []);
  return { query, onFirst: isLong ? onFirst : undefined };
}

const wishOf = ({ filter, show, sort, descending }: ListView) =>
  ({ filter: filter.trim(), show, sort, order: descending ? 'down' : 'up' }) as const;

const sameWish = (wish: ReturnType<typeof wishOf>, view: ListView) => JSON.stringify(wish) === JSON.stringify(wishOf(view));

function Sizes({ map }: { map: AliasMap }) {
  const { aliases, flagged, outside } = map.totals ?? {
    aliases: map.groups.length,
    flagged: map.groups.filter((group) => group.flags.length > 0).length,
    outside: map.outside.length,
  };
  return (
    <>
      {plural(map.indices, 'index', 'indices')} ({formatCount(map.closed)} closed) behind and around{' '}
      {plural(aliases, 'alias', 'aliases')}, {map.storeBytes === null ? 'size unknown' : formatBytes(map.storeBytes)}
      {outside > 0 && `; ${formatCount(outside)} outside any alias`}
      {flagged > 0 && `; ${plural(flagged, 'alias', 'aliases')} flagged`}; read <AsOf at={map.takenAt} />
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
      No index, no alias. Restoring a backup makes an index and points its alias to it.
    </EmptyState>
  );
}
