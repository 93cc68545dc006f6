import { memo } from 'react';
import type { DecidedLine } from '@/lib/kinds/clean-up/decided-lines.ts';
import type { CleanUpEntry } from '@/lib/kinds/clean-up/schema.ts';
import { formatBytes, formatCount } from '@/lib/format.ts';
import { AliasName } from '@/components/alias-name.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { classes } from '@/components/ui/classes.ts';
import { Icon } from '@/components/ui/icon.tsx';
import { State } from '@/components/ui/state.tsx';

/** Rows have fixed heights, so that 5,000 of them can be laid out without being drawn. Keep these and the classes together. */
export const HEIGHTS = { heading: { wide: 46, narrow: 52 }, entry: { wide: 54, narrow: 112 } };
const HEADING = 'h-[52px] mid:h-[46px]';
const ENTRY = 'h-[112px] mid:h-[54px]';
const COLUMNS =
  'mid:grid-cols-[minmax(170px,1.1fr)_84px_minmax(0,2.4fr)_88px_76px] side:grid-cols-[minmax(190px,1fr)_96px_minmax(0,2.4fr)_100px_84px]';

export function HeaderRow() {
  return (
    <div role="rowgroup" className="hidden mid:block">
      <div
        role="row"
        aria-rowindex={1}
        className={classes('grid min-h-9 items-center gap-x-3 px-5 text-caption text-faint', COLUMNS)}
      >
        <div role="columnheader">Index</div>
        <div role="columnheader">Plan</div>
        <div role="columnheader">Reason</div>
        <div role="columnheader" className="text-right">
          Documents
        </div>
        <div role="columnheader" className="text-right">
          Size
        </div>
      </div>
    </div>
  );
}

/** The line is not loaded yet. */
export const GapRow = ({ heading, position }: { heading: boolean; position: number }) => (
  <div role="row" aria-rowindex={position} className={classes('border-t px-4 mid:px-5', heading ? HEADING : ENTRY)}>
    <div role="cell" className="text-faint">
      …
    </div>
  </div>
);

export function FoldRow({
  names,
  open,
  onToggle,
  position,
}: {
  names: string;
  open: boolean;
  onToggle: () => void;
  position: number;
}) {
  return (
    <div role="row" aria-rowindex={position} className={classes('border-t', HEADING)}>
      <div role="cell" className="h-full">
        <button
          type="button"
          aria-expanded={open}
          onClick={onToggle}
          className="flex size-full items-center gap-2.5 px-4 text-left hover:bg-raised/50 mid:px-5"
        >
          <b className="truncate font-medium">{names}</b>
          <span className="text-small whitespace-nowrap text-muted">nothing to delete</span>
          <Icon name="chevron" className={classes('ml-auto text-faint', open && 'rotate-90')} />
        </button>
      </div>
    </div>
  );
}

export const GroupRow = memo(function GroupRow({
  group: { alias, going, entries },
  position,
}: {
  group: Extract<DecidedLine, { kind: 'group' }>;
  position: number;
}) {
  return (
    <div role="row" aria-rowindex={position} className={classes('border-t px-4 pb-1.5 mid:px-5', HEADING)}>
      <div role="cell" className="flex h-full items-end gap-2.5">
        <b className="min-w-0 truncate font-semibold" title={alias}>
          <AliasName name={alias} />
        </b>
        <span className="text-small whitespace-nowrap text-muted">
          {formatCount(going)} of {formatCount(entries)} to delete
        </span>
      </div>
    </div>
  );
});

/** An index with its plan and the reason: one line, or on a phone three. */
export const EntryRow = memo(function EntryRow({
  entry,
  alias,
  whole,
  position,
}: {
  entry: CleanUpEntry;
  alias: string;
  /** Another index of the list would look the same: it is displayed with its full name. */
  whole: boolean;
  position: number;
}) {
  const { because, documents, goes, index, state, storeBytes } = entry;
  const reason = state === 'closed' ? `closed; ${because}` : because;
  return (
    <div
      role="row"
      aria-rowindex={position}
      className={classes(
        'grid grid-cols-[minmax(0,1fr)_auto] content-center items-center gap-x-3 border-t px-4 mid:px-5',
        ENTRY,
        COLUMNS,
        goes && 'bg-bad-soft',
      )}
    >
      <div role="cell" className="flex min-w-0 overflow-hidden">
        <IndexName name={index} alias={alias} of whole={whole} className="min-w-0 flex-nowrap" />
      </div>
      <div role="cell" className="flex items-center max-mid:col-start-1 max-mid:row-start-2 max-mid:text-small">
        {goes ? (
          <span className="inline-flex items-center gap-[7px] font-medium text-bad">
            <Icon name="trash" className="size-3.5" />
            Delete
          </span>
        ) : (
          <State level="ok">Keep</State>
        )}
      </div>
      <p
        role="cell"
        title={reason}
        className="line-clamp-2 text-small [overflow-wrap:anywhere] text-muted max-mid:col-span-2 max-mid:row-start-3"
      >
        {reason}
      </p>
      <div role="cell" className="text-right whitespace-nowrap max-mid:col-start-2 max-mid:row-start-1">
        {documents === null ? <span className="text-faint">unknown</span> : formatCount(documents)}
      </div>
      <div
        role="cell"
        className="text-right whitespace-nowrap text-muted max-mid:col-start-2 max-mid:row-start-2 max-mid:text-small"
      >
        {formatBytes(storeBytes)}
      </div>
    </div>
  );
});
