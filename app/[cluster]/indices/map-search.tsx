'use client';
import type { Show, ListView } from '@/lib/contract/alias-lines.ts';

const SHOW_LABELS: Record<Show, string> = {
  all: 'Everything',
  live: 'Live: an alias points to it',
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

interface Props {
  view: ListView;
  onView: (view: ListView) => void;
  /** How many match, read out when it changes. */
  children: string;
}

export function MapSearch({ view, onView, children }: Props) {
  return (
    <div role="search" className="mb-3 flex flex-wrap items-end gap-3">
      <label className="flex min-w-0 flex-1 basis-56 flex-col gap-1 text-small text-muted sm:max-w-96">
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
      <label className="flex min-w-0 flex-col gap-1 text-small text-muted">
        Show
        <select
          value={view.show}
          onChange={(event) => onView({ ...view, show: event.target.value as Show })}
          className="min-h-9 rounded-md border border-line-strong bg-bg px-2 text-[14px] text-text"
        >
          {Object.entries(SHOW_LABELS).map(([show, label]) => (
            <option key={show} value={show}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label className="flex min-w-0 flex-col gap-1 text-small text-muted mid:hidden">
        Order
        <select
          value={orderOf(view)}
          onChange={(event) => onView({ ...view, ...ORDERS.find((order) => orderOf(order) === event.target.value) })}
          className="min-h-9 rounded-md border border-line-strong bg-bg px-2 text-[14px] text-text"
        >
          {ORDERS.map((order) => (
            <option key={orderOf(order)} value={orderOf(order)}>
              {order.label}
            </option>
          ))}
        </select>
      </label>
      <p role="status" className="min-h-9 content-center text-small text-muted">
        {children}
      </p>
    </div>
  );
}
