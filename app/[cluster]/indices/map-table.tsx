'use client';
import { useCallback, useMemo } from 'react';
import type { Sort, ListView } from '@/lib/contract/alias-lines.ts';
import { ambiguousNames } from '@/lib/index-parts.ts';
import { useMediaQuery, WIDE } from '@/components/use-media-query.ts';
import { classes } from '@/components/ui/classes.ts';
import { VirtualRows } from '@/components/ui/virtual-rows.tsx';
import { EntryRow } from './entry-row.tsx';
import { GroupRow, OutsideRow } from './group-rows.tsx';
import type { LineOrGap } from './lines-with-gaps.ts';
import { COLUMNS, ENTRY_HEIGHT, GROUP_HEIGHT, HEIGHTS } from './row-layout.ts';

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
  const whole = useMemo(
    () => ambiguousNames(lines.flatMap((line) => (line.kind === 'entry' ? [line.entry.index] : []))),
    [lines],
  );
  const lost = useMemo(
    () => new Set(lines.flatMap((line) => (line.kind === 'group' && line.group.lost ? [line.group.alias] : []))),
    [lines],
  );
  const render = useCallback(
    (line: LineOrGap, position: number) => renderLine(line, position, whole, lost),
    [whole, lost],
  );
  return (
    <div
      role="table"
      aria-label="Aliases and their indices"
      aria-rowcount={lines.length + 1}
      className="overflow-clip rounded-lg border bg-surface shadow-card"
    >
      <Headers view={view} onView={onView} />
      <VirtualRows items={lines} keyOf={keyOf} heightOf={heightOf} render={render} onFirst={onFirst} />
    </div>
  );
}

function Headers({ view, onView }: Pick<Props, 'view' | 'onView'>) {
  return (
    <div role="rowgroup" className="-mb-px hidden mid:block">
      <div
        role="row"
        aria-rowindex={1}
        className={classes('grid items-center gap-x-3 px-5 text-caption text-faint', COLUMNS)}
      >
        <SortHeader sort="name" view={view} onView={onView}>
          Index
        </SortHeader>
        <div role="columnheader">Role</div>
        <div role="columnheader" className="hidden side:block">
          <span className="sr-only">Part of the largest</span>
        </div>
        <SortHeader sort="documents" view={view} onView={onView} numeric>
          Documents
        </SortHeader>
        <SortHeader sort="size" view={view} onView={onView} numeric>
          Size
        </SortHeader>
        <div role="columnheader" className="pl-2">
          Health
        </div>
        <SortHeader sort="date" view={view} onView={onView}>
          Created
        </SortHeader>
        <div role="columnheader">
          <span className="sr-only">Actions</span>
        </div>
      </div>
    </div>
  );
}

const keyOf = (line: LineOrGap) => line.key;
const isHeading = (line: LineOrGap) => (line.kind === 'gap' ? line.heading : line.kind !== 'entry');

function renderLine(line: LineOrGap, position: number, whole: ReadonlySet<string>, lost: ReadonlySet<string>) {
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
      return (
        <EntryRow
          entry={line.entry}
          alias={line.alias}
          compare={line.compare}
          whole={whole.has(line.entry.index)}
          lost={line.alias !== null && lost.has(line.alias)}
          position={at}
        />
      );
    default:
      return line satisfies never;
  }
}

/** The line is not loaded yet. */
const GapRow = ({ heading, position }: { heading: boolean; position: number }) => (
  <div
    role="row"
    aria-rowindex={position}
    className={classes('border-t px-4 mid:px-5', heading ? GROUP_HEIGHT : ENTRY_HEIGHT)}
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
        className={classes('inline-flex min-h-9 items-center gap-1 hover:text-text', on && 'text-text')}
      >
        {children}
        {on && <span aria-hidden="true">{view.descending ? '↓' : '↑'}</span>}
      </button>
    </div>
  );
}
