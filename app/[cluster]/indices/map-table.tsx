'use client';
import { useCallback } from 'react';
import { classes } from '@/components/ui/classes.ts';
import { EntryRow } from './entry-row.tsx';
import { GroupRow, OutsideRow } from './group-rows.tsx';
import type { LineOrGap } from './lines-with-gaps.ts';
import type { Sort, ListView } from '@/lib/contract/alias-lines.ts';
import { COLUMNS, HEIGHTS } from './row-layout.ts';
import { useMediaQuery, WIDE } from '@/components/use-media-query.ts';
import { VirtualRows } from '@/components/ui/virtual-rows.tsx';

interface Props {
  lines: readonly LineOrGap[];
  view: ListView;
  onView: (view: ListView) => void;
  onFirst: ((position: number) => void) | undefined;
}

/** Aliases and indices, one line each, under headers to sort by. */
export function MapTable({ lines, view, onView, onFirst }: Props) {
  const wide = useMediaQuery(WIDE);
  const heightOf = useCallback(
    (line: LineOrGap) => (isHeading(line) ? HEIGHTS.group : HEIGHTS.entry)[wide ? 'wide' : 'narrow'],
    [wide],
  );
  return (
    <div
      role="table"
      aria-label="Aliases and their indices"
      aria-rowcount={lines.length + 1}
      className="overflow-hidden rounded-lg border border-line bg-surface"
    >
      <div role="rowgroup" className="hidden mid:block">
        <div
          role="row"
          aria-rowindex={1}
          className={classes('grid items-center gap-x-3 px-3 text-xs text-faint', COLUMNS)}
        >
          <SortHeader sort="name" view={view} onView={onView}>
            Index
          </SortHeader>
          <SortHeader sort="documents" view={view} onView={onView} numeric>
            Documents
          </SortHeader>
          <SortHeader sort="size" view={view} onView={onView} numeric>
            Size
          </SortHeader>
          <div role="columnheader" className="pl-3">
            State
          </div>
          <SortHeader sort="date" view={view} onView={onView}>
            Created
          </SortHeader>
          <div role="columnheader">Made by</div>
          <div role="columnheader">
            <span className="sr-only">Actions</span>
          </div>
        </div>
      </div>
      <VirtualRows items={lines} keyOf={keyOf} heightOf={heightOf} render={renderLine} onFirst={onFirst} />
    </div>
  );
}

const keyOf = (line: LineOrGap) => line.key;
const isHeading = (line: LineOrGap) => (line.kind === 'gap' ? line.heading : line.kind !== 'entry');

function renderLine(line: LineOrGap, position: number) {
  // Row 1 is the header.
  const at = position + 2;
  switch (line.kind) {
    case 'group':
      return <GroupRow group={line.group} shown={line.shown} position={at} />;
    case 'outside':
      return <OutsideRow shown={line.shown} position={at} />;
    case 'gap':
      return <GapRow heading={line.heading} position={at} />;
    case 'entry':
      return <EntryRow entry={line.entry} alias={line.alias} position={at} />;
    default:
      return line satisfies never;
  }
}

/** The line is not loaded yet. */
const GapRow = ({ heading, position }: { heading: boolean; position: number }) => (
  <div
    role="row"
    aria-rowindex={position}
    className={classes(
      'border-t border-line px-3',
      heading ? 'h-[84px] bg-raised mid:h-[46px]' : 'h-[92px] mid:h-[40px]',
    )}
  >
    <div role="cell" className="text-faint">
      …
    </div>
  </div>
);

/** Sorted by this column; pressed again, in the other direction. */
const sortedBy = (sort: Sort, view: ListView): ListView =>
  view.sort === sort ? { ...view, descending: !view.descending } : { ...view, sort, descending: sort !== 'name' };

function SortHeader({
  sort,
  view,
  onView,
  numeric = false,
  children,
}: {
  sort: Sort;
  view: ListView;
  onView: (view: ListView) => void;
  numeric?: boolean;
  children: string;
}) {
  const on = view.sort === sort;
  return (
    <div
      role="columnheader"
      aria-sort={on ? (view.descending ? 'descending' : 'ascending') : 'none'}
      className={numeric ? 'text-right' : undefined}
    >
      <button
        type="button"
        onClick={() => onView(sortedBy(sort, view))}
        className={classes('inline-flex min-h-8 items-center gap-1 hover:text-text', on && 'font-semibold text-text')}
      >
        {children}
        <span aria-hidden="true">{on ? (view.descending ? '↓' : '↑') : ''}</span>
      </button>
    </div>
  );
}
