'use client';
import { Fragment, memo } from 'react';
import type { Comparison } from '@/lib/contract/alias-lines.ts';
import type { MapEntry } from '@/lib/contract/alias-map.ts';
import { formatBytes, formatCount, formatUtcMinute } from '@/lib/format.ts';
import { HEALTH } from '@/components/health-labels.ts';
import { AliasName } from '@/components/alias-name.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { classes } from '@/components/ui/classes.ts';
import { State, type StateLevel } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import { RowChips } from './row-chips.tsx';
import { COLUMNS, ENTRY_HEIGHT } from './row-layout.ts';
import { RowMenu } from './row-menu.tsx';

interface Props {
  entry: MapEntry;
  /** The alias it is listed under; null: none. */
  alias: string | null;
  compare: Comparison | undefined;
  /** Another index of the list would look the same: it is displayed with its full name. */
  whole: boolean;
  /** Its alias has lost documents. */
  lost: boolean;
  position: number;
}

/** An index: one line, or on a phone two. */
export const EntryRow = memo(function EntryRow({ entry, alias, compare, whole, lost, position }: Props) {
  return (
    <div
      role="row"
      aria-rowindex={position}
      className={classes(
        'grid grid-cols-[minmax(0,1fr)_auto_44px] content-center items-center gap-x-3 gap-y-0.5 border-t pr-1 pl-4 hover:bg-raised/55 mid:px-5',
        ENTRY_HEIGHT,
        COLUMNS,
      )}
    >
      <div role="cell" className="flex min-w-0 items-center gap-2 overflow-hidden">
        <IndexName
          name={entry.index}
          alias={alias}
          of={alias !== null}
          whole={whole}
          className="min-w-0 flex-nowrap [&_code]:line-clamp-2"
        />
        <OtherAliases entry={entry} alias={alias} />
      </div>
      <div role="cell" className="flex min-w-0 items-center gap-1.5 overflow-hidden max-mid:hidden">
        <RowChips entry={entry} alias={alias} compare={compare} />
      </div>
      <div role="cell" className="hidden side:block">
        <Share documents={entry.documents} most={compare?.most ?? null} live={entry.live} lost={lost && entry.live} />
      </div>
      <div role="cell" className={classes('text-right', lost && entry.live && 'font-medium text-bad')}>
        <Documents entry={entry} />
      </div>
      <div
        role="cell"
        className="text-right whitespace-nowrap text-muted max-mid:col-start-2 max-mid:row-start-2 max-mid:text-small"
      >
        {formatBytes(entry.storeBytes)}
      </div>
      <div role="cell" className="pl-2 max-mid:hidden">
        <Health entry={entry} />
      </div>
      <div role="cell" className="truncate text-muted max-mid:hidden" title={createdTitle(entry)}>
        <Created entry={entry} />
      </div>
      <div
        role="cell"
        className="flex justify-end max-mid:col-start-3 max-mid:row-span-2 max-mid:row-start-1 max-mid:justify-center"
      >
        <RowMenu entry={entry} alias={alias} />
      </div>
      <div
        role="cell"
        className="col-start-1 row-start-2 flex h-6 min-w-0 items-center gap-x-2 overflow-x-clip text-small whitespace-nowrap text-muted mid:hidden"
      >
        <RowChips entry={entry} alias={alias} compare={compare} />
        {stateOf(entry).level !== 'ok' && <Health entry={entry} />}
        <Created entry={entry} />
      </div>
    </div>
  );
});

function Documents({ entry: { documents, shown } }: { entry: MapEntry }) {
  if (documents === null) return <span className="text-faint">unknown</span>;
  return (
    <>
      {shown !== undefined && <span className="text-muted">{formatCount(shown)} of </span>}
      {formatCount(documents)}
    </>
  );
}

/** The documents as a part of those of the alias's largest index. What it means is in the numbers beside it. */
function Share({
  documents,
  most,
  live,
  lost,
}: {
  documents: number | null;
  most: number | null;
  live: boolean;
  lost: boolean;
}) {
  if (most === null) return null;
  const fill = lost ? 'fill-bad' : live ? 'fill-muted' : 'fill-line-strong';
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 100 8"
      preserveAspectRatio="none"
      className="block h-1.5 w-full overflow-hidden rounded-full bg-raised"
    >
      {documents !== null && most > 0 && <rect width={(documents / most) * 100} height="8" className={fill} />}
    </svg>
  );
}

function OtherAliases({ entry, alias }: Pick<Props, 'entry' | 'alias'>) {
  const others = entry.aliases.filter((each) => each.alias !== alias).map((each) => each.alias);
  if (others.length === 0) return null;
  return (
    <span className="hidden min-w-0 truncate text-small text-faint side:inline" title={others.join(', ')}>
      also{' '}
      {others.map((other, place) => (
        <Fragment key={other}>
          {place > 0 && ', '}
          <AliasName name={other} className="!text-muted" />
        </Fragment>
      ))}
    </span>
  );
}

function Health({ entry }: { entry: MapEntry }) {
  const { level, word } = stateOf(entry);
  return <State level={level}>{word}</State>;
}

const Created = ({ entry: { createdAt } }: { entry: MapEntry }) =>
  createdAt ? <Time at={createdAt} show="relative" /> : <span className="text-faint">unknown</span>;

/** The creation, and the date in the name, which can be of an earlier cluster. */
function createdTitle({ createdAt, date }: MapEntry): string | undefined {
  if (!createdAt) return undefined;
  const created = `Created ${formatUtcMinute(createdAt)}`;
  return date === null || formatUtcMinute(date) === formatUtcMinute(createdAt)
    ? created
    : `${created}; its name says ${formatUtcMinute(date)}`;
}

function stateOf({ state, health }: MapEntry): { level: StateLevel; word: string } {
  if (state === 'closed') return { level: 'idle', word: 'Closed' };
  return health === null ? { level: 'unknown', word: 'Unknown' } : HEALTH[health];
}
