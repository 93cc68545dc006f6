'use client';
import { useMemo } from 'react';
import type { AliasMap } from '@/lib/contract/alias-map.ts';
import { plural } from '@/lib/format.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { MapSearch } from './map-search.tsx';
import { MapTable } from './map-table.tsx';
import { linesOf, type View } from './order.ts';

interface Props {
  map: AliasMap;
  view: View;
  /** The view that the list follows; it may be older than what is typed. */
  settled: View;
  onView: (view: View) => void;
}

/** What the list is narrowed to, and the list. */
export function MapSection({ map, view, settled, onView }: Props) {
  const lines = useMemo(() => linesOf(map, settled), [map, settled]);
  const shown = useMemo(() => lines.filter((line) => line.kind === 'entry').length, [lines]);
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
        <MapTable lines={lines} view={view} onView={onView} />
      )}
    </section>
  );
}
