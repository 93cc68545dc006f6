'use client';
import { useMemo } from 'react';
import type { AliasMap } from '@/lib/contract/alias-map.ts';
import { formatCount, plural } from '@/lib/format.ts';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { MapSearch } from './map-search.tsx';
import { MapTable } from './map-table.tsx';
import { countShown, indicesIn, linesOf, type ListView } from '@/lib/contract/alias-lines.ts';
import { linesWithGaps, type LineOrGap } from './lines-with-gaps.ts';

interface Props {
  map: AliasMap;
  view: ListView;
  /** The view that the list follows; it may be older than what is typed. */
  settled: ListView;
  onView: (view: ListView) => void;
  /** Called with the first drawn line, where the server sends a window of the map. */
  onFirst: ((position: number) => void) | undefined;
}

/** What the list is narrowed to, and the list. */
export function MapSection({ map, view, settled, onView, onFirst }: Props) {
  const { window } = map;
  const lines = useMemo(
    (): readonly LineOrGap[] => (window === undefined ? linesOf(map, settled) : linesWithGaps(window)),
    [map, window, settled],
  );
  const shown = useMemo(() => window?.shown ?? indicesIn(lines), [lines, window]);
  const counts = useMemo(() => map.totals?.shown ?? countShown(map), [map]);
  return (
    <section aria-label="Aliases and indices">
      <MapSearch view={view} onView={onView} counts={counts}>
        {shown === counts[view.show] ? '' : `${plural(shown, 'index', 'indices')} shown`}
      </MapSearch>
      {lines.length === 0 ? (
        <EmptyState
          title="Nothing matches"
          actions={<Button onClick={() => onView({ ...view, filter: '', show: 'all' })}>Show everything</Button>}
        >
          The filter hides {map.indices === 1 ? 'the index' : `all ${formatCount(map.indices)} indices`} of the cluster.
        </EmptyState>
      ) : (
        <MapTable lines={lines} view={view} onView={onView} onFirst={onFirst} />
      )}
    </section>
  );
}
