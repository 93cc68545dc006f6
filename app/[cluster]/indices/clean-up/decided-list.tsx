'use client';
import { memo, useCallback, useMemo } from 'react';
import { dateOfIndex } from '@/lib/contract/index-group.ts';
import type { CleanUpEntry, CleanUpPlan } from '@/lib/kinds/clean-up/schema.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { IndexName } from '@/components/index-name.tsx';
import { useWide } from '@/components/indices/wide.ts';
import { Windowed } from '@/components/indices/windowed.tsx';
import { classes } from '@/components/ui/classes.ts';
import { Shape } from '@/components/ui/state.tsx';
import { Tag } from '@/components/ui/tag.tsx';
import { Time } from '@/components/ui/time.tsx';

type Group = CleanUpPlan['groups'][number];
type Line = { kind: 'group'; group: Group } | { kind: 'entry'; alias: string; entry: CleanUpEntry };

/** Rows have fixed heights, so that 5,000 of them can be laid out without being drawn. Keep these and the classes together. */
const HEIGHTS = { group: { wide: 46, narrow: 46 }, entry: { wide: 70, narrow: 112 } };

const goes = (group: Group) => group.entries.filter((entry) => entry.goes).length;
const keyOf = (line: Line) => (line.kind === 'group' ? line.group.alias : `${line.alias} ${line.entry.uuid}`);

/** Every index with what is to become of it and why, by alias; those of which something goes come first. */
export function DecidedList({ groups }: { groups: readonly Group[] }) {
  const wide = useWide();
  const lines = useMemo(
    () =>
      [...groups]
        .sort((a, b) => Number(goes(b) > 0) - Number(goes(a) > 0) || (a.alias < b.alias ? -1 : 1))
        .flatMap((group): Line[] => [
          { kind: 'group', group },
          ...group.entries.map((entry): Line => ({ kind: 'entry', alias: group.alias, entry })),
        ]),
    [groups],
  );
  const heightOf = useCallback((line: Line) => HEIGHTS[line.kind][wide ? 'wide' : 'narrow'], [wide]);
  return (
    <div
      role="table"
      aria-label="Indices by alias, and what becomes of them"
      aria-rowcount={lines.length}
      className="overflow-hidden rounded-lg border bg-panel"
    >
      <Windowed items={lines} keyOf={keyOf} heightOf={heightOf} render={renderLine} />
    </div>
  );
}

const renderLine = (line: Line, position: number) =>
  line.kind === 'group' ? (
    <GroupRow group={line.group} position={position + 1} />
  ) : (
    <EntryRow entry={line.entry} alias={line.alias} position={position + 1} />
  );

const GroupRow = memo(function GroupRow({ group, position }: { group: Group; position: number }) {
  const going = goes(group);
  return (
    <div role="row" aria-rowindex={position} className={classes('h-[46px] bg-raised px-4', position > 1 && 'border-t')}>
      <div role="cell" className="flex h-full items-center gap-2">
        <b className="min-w-0 truncate font-semibold" title={group.alias}>
          {group.alias}
        </b>
        <Tag tone={going > 0 ? 'bad' : 'plain'}>
          {formatCount(going)} of {formatCount(group.entries.length)} go
        </Tag>
      </div>
    </div>
  );
});

const EntryRow = memo(function EntryRow({
  entry,
  alias,
  position,
}: {
  entry: CleanUpEntry;
  alias: string;
  position: number;
}) {
  const date = dateOfIndex({ name: entry.index, createdAt: entry.createdAt });
  return (
    <div
      role="row"
      aria-rowindex={position}
      className="flex h-[112px] flex-col justify-center gap-y-0.5 border-t px-4 md:h-[70px]"
    >
      <div role="cell" className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-4 md:flex-nowrap">
        <span className="min-w-0 truncate max-md:basis-full">
          <IndexName
            name={entry.index}
            alias={alias}
            short
            className={classes('[overflow-wrap:normal]', entry.goes && 'text-bad')}
          />
        </span>
        <span className="truncate text-[13px] text-muted">
          {plural(entry.documents, 'document')}, {formatBytes(entry.storeBytes)}
          {entry.state === 'closed' && ', closed'}
          {date !== null && (
            <>
              , <Time at={date} show="relative" className="md:hidden" />
              <Time at={date} className="max-md:hidden" />
            </>
          )}
        </span>
      </div>
      <p role="cell" className="flex items-baseline gap-1.5" title={entry.because}>
        <Shape level={entry.goes ? 'bad' : 'ok'} className="translate-y-px" />
        <span className="line-clamp-3 min-w-0 [overflow-wrap:anywhere] md:line-clamp-2">
          <b className={classes('font-semibold', entry.goes ? 'text-bad' : 'text-ok')}>
            {entry.goes ? 'goes' : 'stays'}
          </b>{' '}
          because {entry.because}
        </span>
      </p>
    </div>
  );
});
