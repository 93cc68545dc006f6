'use client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { AliasMap } from '@/lib/contract/alias-map.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { replaceSearch } from '../address.ts';
import { AsOf } from '../as-of.tsx';
import { useBlocked, useCluster } from '../cluster-context.tsx';
import { Live } from '../live.tsx';
import { paths } from '../paths.ts';
import { aliasMapQuery } from '../queries.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { Heading } from '../ui/heading.tsx';
import { COLUMNS, EntryRow, GroupRow, HEIGHTS, OutsideRow } from './map-rows.tsx';
import { linesOf, writeView, type Line, type Show, type Sort, type View } from './order.ts';
import { useWide } from './wide.ts';
import { Windowed } from './windowed.tsx';

const SHOW_WORDS: Record<Show, string> = {
  all: 'Everything',
  live: 'Live: an alias points to it',
  'not-live': 'Not live',
  closed: 'Closed',
  flagged: 'Flagged aliases',
  outside: 'Outside any alias',
};

export function IndicesPage({ initial }: { initial: View }) {
  const cluster = useCluster();
  const query = useQuery(aliasMapQuery(cluster.key));
  const mayNotBackUp = useBlocked('back-up');
  const mayNotCleanUp = useBlocked('clean-up');
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
            <LinkButton href={paths.backUp(cluster.key)} blocked={mayNotBackUp}>
              Back up
            </LinkButton>
            <LinkButton href={paths.cleanUp(cluster.key)} blocked={mayNotCleanUp}>
              Clean up left-overs
            </LinkButton>
          </>
        }
      >
        Indices
      </Heading>
      <Live query={query} what="the indices">
        {(map) => (map.indices === 0 ? <Nothing /> : <Map map={map} view={view} settled={settled} onView={setView} />)}
      </Live>
    </>
  );
}

/** On a phone there are no column headers to press twice. */
const ORDERS: readonly (Pick<View, 'sort' | 'descending'> & { words: string })[] = [
  { sort: 'name', descending: false, words: 'Name, A to Z' },
  { sort: 'name', descending: true, words: 'Name, Z to A' },
  { sort: 'documents', descending: true, words: 'Most documents' },
  { sort: 'documents', descending: false, words: 'Fewest documents' },
  { sort: 'size', descending: true, words: 'Largest' },
  { sort: 'size', descending: false, words: 'Smallest' },
  { sort: 'date', descending: true, words: 'Newest' },
  { sort: 'date', descending: false, words: 'Oldest' },
];
const orderOf = ({ sort, descending }: Pick<View, 'sort' | 'descending'>) => `${sort} ${descending ? 'down' : 'up'}`;

function Sizes({ map }: { map: AliasMap }) {
  const flagged = map.groups.filter((group) => group.flags.length > 0).length;
  return (
    <>
      {plural(map.indices, 'index', 'indices')} ({formatCount(map.closed)} closed) behind and around{' '}
      {plural(map.groups.length, 'alias', 'aliases')}, {formatBytes(map.storeBytes)}
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

function Map({
  map,
  view,
  settled,
  onView,
}: {
  map: AliasMap;
  view: View;
  settled: View;
  onView: (view: View) => void;
}) {
  const lines = useMemo(() => linesOf(map, settled), [map, settled]);
  const wide = useWide();
  const heightOf = useCallback(
    (line: Line) => (line.kind === 'entry' ? HEIGHTS.entry : HEIGHTS.group)[wide ? 'wide' : 'narrow'],
    [wide],
  );
  const shown = useMemo(() => lines.filter((line) => line.kind === 'entry').length, [lines]);

  const sortBy = (sort: Sort) =>
    onView(
      view.sort === sort ? { ...view, descending: !view.descending } : { ...view, sort, descending: sort !== 'name' },
    );

  return (
    <section aria-label="Alias map">
      <div role="search" className="mb-3 flex flex-wrap items-end gap-3">
        <label className="flex min-w-0 flex-1 basis-56 flex-col gap-1 text-[13px] text-muted sm:max-w-96">
          Filter by alias or index
          <input
            type="search"
            value={view.filter}
            maxLength={255}
            onChange={(event) => onView({ ...view, filter: event.target.value })}
            autoComplete="off"
            spellCheck={false}
            className="min-h-9 rounded-md border border-line-strong bg-bg px-2.5 text-[14px] text-text"
          />
        </label>
        <label className="flex min-w-0 flex-col gap-1 text-[13px] text-muted">
          Show
          <select
            value={view.show}
            onChange={(event) => onView({ ...view, show: event.target.value as Show })}
            className="min-h-9 rounded-md border border-line-strong bg-bg px-2 text-[14px] text-text"
          >
            {Object.entries(SHOW_WORDS).map(([show, words]) => (
              <option key={show} value={show}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label className="flex min-w-0 flex-col gap-1 text-[13px] text-muted md:hidden">
          Order
          <select
            value={orderOf(view)}
            onChange={(event) => onView({ ...view, ...ORDERS.find((order) => orderOf(order) === event.target.value) })}
            className="min-h-9 rounded-md border border-line-strong bg-bg px-2 text-[14px] text-text"
          >
            {ORDERS.map((order) => (
              <option key={orderOf(order)} value={orderOf(order)}>
                {order.words}
              </option>
            ))}
          </select>
        </label>
        <p role="status" className="min-h-9 content-center text-[13px] text-muted">
          {shown === map.indices ? '' : `${plural(shown, 'index', 'indices')} shown`}
        </p>
      </div>
      {lines.length === 0 ? (
        <EmptyState
          title="Nothing matches"
          actions={<Button onClick={() => onView({ ...view, filter: '', show: 'all' })}>Show everything</Button>}
        >
          {plural(map.indices, 'index', 'indices')} are there; the filter hides them all.
        </EmptyState>
      ) : (
        <div
          role="table"
          aria-label="Aliases and their indices"
          aria-rowcount={lines.length + 1}
          className="overflow-hidden rounded-lg border border-line bg-panel"
        >
          <div role="rowgroup" className="hidden md:block">
            <div
              role="row"
              aria-rowindex={1}
              className={classes('grid items-center gap-x-3 px-3 text-xs text-faint', COLUMNS)}
            >
              <SortHeader sort="name" view={view} onSort={sortBy}>
                Index
              </SortHeader>
              <SortHeader sort="documents" view={view} onSort={sortBy} numeric>
                Documents
              </SortHeader>
              <SortHeader sort="size" view={view} onSort={sortBy} numeric>
                Size
              </SortHeader>
              <div role="columnheader" className="pl-3">
                State
              </div>
              <SortHeader sort="date" view={view} onSort={sortBy}>
                Date
              </SortHeader>
              <div role="columnheader">Made by</div>
              <div role="columnheader">
                <span className="sr-only">Actions</span>
              </div>
            </div>
          </div>
          <Windowed items={lines} keyOf={keyOf} heightOf={heightOf} render={renderLine} />
        </div>
      )}
    </section>
  );
}

const keyOf = (line: Line) => line.key;

function renderLine(line: Line, position: number) {
  // Row 1 is the header.
  const at = position + 2;
  switch (line.kind) {
    case 'group':
      return <GroupRow group={line.group} shown={line.shown} position={at} />;
    case 'outside':
      return <OutsideRow shown={line.shown} position={at} />;
    case 'entry':
      return <EntryRow entry={line.entry} alias={line.alias} position={at} />;
    default:
      return line satisfies never;
  }
}

function SortHeader({
  sort,
  view,
  onSort,
  numeric = false,
  children,
}: {
  sort: Sort;
  view: View;
  onSort: (sort: Sort) => void;
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
        onClick={() => onSort(sort)}
        className={classes('inline-flex min-h-8 items-center gap-1 hover:text-text', on && 'font-semibold text-text')}
      >
        {children}
        <span aria-hidden="true">{on ? (view.descending ? '↓' : '↑') : ''}</span>
      </button>
    </div>
  );
}
