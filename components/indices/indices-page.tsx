'use client';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useEffect, useState } from 'react';
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
import { writeView, type View } from './order.ts';

export function IndicesPage({ initial }: { initial: View }) {
  const cluster = useCluster();
  const query = useQuery(aliasMapQuery(cluster.key));
  const [view, setView] = useState(initial);
  // Typing stays ahead of a long list.
  const settled = useDeferredValue(view);

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
          map.indices === 0 ? <Nothing /> : <MapSection map={map} view={view} settled={settled} onView={setView} />
        }
      </Live>
    </>
  );
}

function Sizes({ map }: { map: AliasMap }) {
  const flagged = map.groups.filter((group) => group.flags.length > 0).length;
  return (
    <>
      {plural(map.indices, 'index', 'indices')} ({formatCount(map.closed)} closed) behind and around{' '}
      {plural(map.groups.length, 'alias', 'aliases')},{' '}
      {map.storeBytes === null ? 'size unknown' : formatBytes(map.storeBytes)}
      {map.outside.length > 0 && `; ${formatCount(map.outside.length)} outside any alias`}
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
