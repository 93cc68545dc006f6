'use client';
import { SHOWS, type Show, type ListView } from '@/lib/contract/alias-lines.ts';
import { formatCount } from '@/lib/format.ts';
import { Icon } from '@/components/ui/icon.tsx';
import { Segments } from '@/components/ui/segments.tsx';

const SHOW_LABELS: Record<Show, string> = {
  all: 'All',
  live: 'Live',
  'without-alias': 'Without alias',
  problems: 'Problems',
};

/** On a phone there are no column headers to press twice. */
const ORDERS: readonly (Pick<ListView, 'sort' | 'descending'> & { label: string })[] = [
  { sort: 'name', descending: false, label: 'Name, A to Z' },
  { sort: 'name', descending: true, label: 'Name, Z to A' },
  { sort: 'documents', descending: true, label: 'Most documents' },
  { sort: 'documents', descending: false, label: 'Fewest documents' },
  { sort: 'size', descending: true, label: 'Largest' },
  { sort: 'size', descending: false, label: 'Smallest' },
  { sort: 'date', descending: true, label: 'Newest' },
  { sort: 'date', descending: false, label: 'Oldest' },
];
const orderOf = ({ sort, descending }: Pick<ListView, 'sort' | 'descending'>) =>
  `${sort} ${descending ? 'down' : 'up'}`;

const BOX =
  'min-h-(--control) w-full rounded-md border border-field bg-surface text-[13.5px] text-text placeholder:text-faint max-mid:text-base';
const FILTER = 'Filter by alias, date or id';

interface Props {
  view: ListView;
  onView: (view: ListView) => void;
  /** How many indices each part of the list has. */
  counts: Record<Show, number>;
  /** How many match, read out when it changes. */
  children: string;
}

export function MapSearch({ view, onView, counts, children }: Props) {
  return (
    <div role="search" className="mb-4 flex flex-wrap items-center gap-x-3 gap-y-2.5">
      <label className="relative block min-w-0 mid:w-[320px] max-mid:w-full">
        <span className="sr-only">{FILTER}</span>
        <Icon name="search" className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-faint" />
        <input
          type="search"
          value={view.filter}
          maxLength={255}
          placeholder={FILTER}
          onChange={(event) => onView({ ...view, filter: event.target.value })}
          autoComplete="off"
          spellCheck={false}
          className={`${BOX} pr-2.5 pl-[34px]`}
        />
      </label>
      <Segments
        label="Indices to list"
        segments={SHOWS.map((show) => ({
          name: SHOW_LABELS[show],
          count: formatCount(counts[show]),
          current: view.show === show,
          onSelect: () => onView({ ...view, show }),
        }))}
      />
      <label className="block w-full mid:hidden">
        <span className="sr-only">Order</span>
        <select
          value={orderOf(view)}
          onChange={(event) => onView({ ...view, ...ORDERS.find((order) => orderOf(order) === event.target.value) })}
          className={`${BOX} px-2`}
        >
          {ORDERS.map((order) => (
            <option key={orderOf(order)} value={orderOf(order)}>
              {order.label}
            </option>
          ))}
        </select>
      </label>
      <p role="status" className="text-small text-muted empty:hidden">
        {children}
      </p>
    </div>
  );
}
