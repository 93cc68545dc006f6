'use client';
import { useMemo } from 'react';
import type { AliasMap } from '@/lib/contract/alias-map.ts';
import { plural } from '@/lib/format.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { MapSearch } from './map-search.tsx';
import { MapTable } from './map-table.tsx';
import { linesOf, type ListView } from './order.ts';
import { laidOut, type LineOrGap } from './laid-out.ts';

interface Props {
  map: AliasMap;
  view: ListView;
  /** The view that the list follows; it may be older than what is typed. */
  settled: ListView;
  onView: (view: ListView) => void;
  /** Told of the first line that is drawn, where the map is not there as a whole. */
  onFirst: ((position: number) => void) | undefined;
}

/** What the list is narrowed to, and the list. */
export function MapSection({ map, view, settled, onView, onFirst }: Props) {
  const { window } = map;
  const lines = useMemo(
    (): readonly LineOrGap[] => (window === undefined ? linesOf(map, settled) : laidOut(window)),
    [map, window, settled],
  );
  const shown = useMemo(
    () => window?.runs.reduce((sum, run) => sum + run, 0) ?? lines.filter((line) => line.kind === 'entry').length,
    [lines, window],
  );
  return (
    <section aria-label="Alias map">
      <MapSearch view={view} onView={onView}>
        {shown === map.indices ? '' : `${plural(shown, 'index', 'indices')} shown`}
      </MapSearch>
      {lines.length === 0 ? (
        <EmptyState
          title="Nothing matches"
          actions={<Button onClick={() => onView({ ...view, filter: '', show: 'all' })}>Show everything</Button>}
        >
          {plural(map.indices, 'index', 'indices')} are there; the filter hides them all.
        </EmptyState>
      ) : (
        <MapTable lines={lines} view={view} onView={onView} onFirst={onFirst} />
      )}
    </section>
  );
}
