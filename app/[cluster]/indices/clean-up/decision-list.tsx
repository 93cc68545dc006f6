'use client';
import { useQuery } from '@tanstack/react-query';
import { memo, useCallback, useMemo, useState } from 'react';
import {
  aliasesToDelete,
  decidedLines,
  type DecidedLine,
  type DecidedWindow,
} from '@/lib/kinds/clean-up/decided-lines.ts';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import type { CleanUpEntry } from '@/lib/kinds/clean-up/schema.ts';
import { formatBytes, formatCount, plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { cleanUpLinesQuery } from '@/components/queries.ts';
import { IndexName } from '@/components/index-name.tsx';
import { useMediaQuery, WIDE } from '@/components/use-media-query.ts';
import { Button } from '@/components/ui/button.tsx';
import { VirtualRows } from '@/components/ui/virtual-rows.tsx';
import { classes } from '@/components/ui/classes.ts';
import { Shape } from '@/components/ui/state.tsx';
import { Chip } from '@/components/ui/chip.tsx';
import { Time } from '@/components/ui/time.tsx';

/** A line that is not loaded yet, at its position. */
type Line = DecidedLine | { kind: 'gap'; at: number; heading: boolean };

/** Rows have fixed heights, so that 5,000 of them can be laid out without being drawn. Keep these and the classes together. */
const HEIGHTS = { group: { wide: 46, narrow: 46 }, entry: { wide: 70, narrow: 112 } };

function keyOf(line: Line): string {
  if (line.kind === 'gap') return `gap ${line.at}`;
  return line.kind === 'group' ? line.alias : `${line.alias} ${line.entry.uuid}`;
}

const isHeading = (line: Line) => (line.kind === 'gap' ? line.heading : line.kind === 'group');

/**
 * Every index with its decision and the reason, by alias. Aliases of which an index is deleted come first; many others are
 * shown by a button.
 */
export function DecisionList({ review }: { review: CleanUpReview }) {
  const wide = useMediaQuery(WIDE);
  const { lines: all, onFirst } = useLines(review);
  const [unfolded, setUnfolded] = useState(false);
  const folded = useMemo(() => foldedPart(all, toDeleteIn(review)), [all, review]);
  const lines = unfolded || folded === null ? all : folded.lines;
  const heightOf = useCallback(
    (line: Line) => HEIGHTS[isHeading(line) ? 'group' : 'entry'][wide ? 'wide' : 'narrow'],
    [wide],
  );
  return (
    <>
      {lines.length > 0 && (
        <div
          role="table"
          aria-label="Indices by alias, and what becomes of them"
          aria-rowcount={lines.length}
          className="overflow-hidden rounded-lg border bg-surface"
        >
          <VirtualRows items={lines} keyOf={keyOf} heightOf={heightOf} render={renderLine} onFirst={onFirst} />
        </div>
      )}
      {folded !== null && (
        <Button className="self-start" aria-expanded={unfolded} onClick={() => setUnfolded(!unfolded)}>
          {unfolded ? 'Hide' : 'Show'} {plural(folded.aliases, 'alias', 'aliases')} with nothing to delete
        </Button>
      )}
    </>
  );
}

const toDeleteIn = ({ long, plan }: CleanUpReview): number => long?.aliasesToDelete ?? aliasesToDelete(plan.groups);

/** So many lines of aliases with nothing to delete are always shown. */
const FEW_LINES = 40;

/** The lines of the first aliases, which have something to delete, and how many others there are; null: few others. */
function foldedPart(all: readonly Line[], toDelete: number): { lines: readonly Line[]; aliases: number } | null {
  const headings = all.flatMap((line, position) => (isHeading(line) ? [position] : []));
  const end = headings[toDelete] ?? all.length;
  if (all.length - end <= FEW_LINES) return null;
  return { lines: all.slice(0, end), aliases: headings.length - toDelete };
}

/** Lines are requested in steps, so that a small scroll sends no request. */
const STEP = 100;

/** All lines; of a long plan those near the drawn ones, each at its position. */
function useLines({ plan, long }: CleanUpReview) {
  const { key } = useCluster();
  const [from, setFrom] = useState(0);
  const more = useQuery({
    ...cleanUpLinesQuery(key, { fingerprint: plan.fingerprint, from }),
    enabled: long !== undefined && from > 0,
  });
  const onFirst = useCallback((first: number) => setFrom(Math.max(0, Math.floor(first / STEP) * STEP - STEP)), []);
  const here = from === 0 ? long?.window : (more.data ?? long?.window);
  const lines = useMemo(
    (): Line[] =>
      long === undefined || here === undefined ? decidedLines(plan.groups) : linesWithGaps(long.window, here),
    [plan.groups, long, here],
  );
  return { lines, onFirst: long === undefined ? undefined : onFirst };
}

function linesWithGaps({ runs }: DecidedWindow, { from, lines }: DecidedWindow): Line[] {
  const all: Line[] = [];
  const push = (heading: boolean) => all.push(lines[all.length - from] ?? { kind: 'gap', at: all.length, heading });
  for (const run of runs) {
    push(true);
    for (let entry = 0; entry < run; entry += 1) push(false);
  }
  return all;
}

function renderLine(line: Line, position: number) {
  switch (line.kind) {
    case 'group':
      return <GroupRow group={line} position={position + 1} />;
    case 'entry':
      return <EntryRow entry={line.entry} alias={line.alias} position={position + 1} />;
    case 'gap':
      return <GapRow heading={line.heading} position={position + 1} />;
    default:
      return line satisfies never;
  }
}

/** The line is not loaded yet. */
const GapRow = ({ heading, position }: { heading: boolean; position: number }) => (
  <div
    role="row"
    aria-rowindex={position}
    className={classes('border-t px-4', heading ? 'h-[46px] bg-raised' : 'h-[112px] mid:h-[70px]')}
  >
    <div role="cell" className="text-faint">
      …
    </div>
  </div>
);

const GroupRow = memo(function GroupRow({
  group: { alias, going, entries },
  position,
}: {
  group: Extract<DecidedLine, { kind: 'group' }>;
  position: number;
}) {
  return (
    <div role="row" aria-rowindex={position} className={classes('h-[46px] bg-raised px-4', position > 1 && 'border-t')}>
      <div role="cell" className="flex h-full items-center gap-2">
        <b className="min-w-0 truncate font-semibold" title={alias}>
          {alias}
        </b>
        <Chip tone={going > 0 ? 'bad' : 'plain'}>
          {formatCount(going)} of {formatCount(entries)} to delete
        </Chip>
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
  const { createdAt } = entry;
  return (
    <div
      role="row"
      aria-rowindex={position}
      className="flex h-[112px] flex-col justify-center gap-y-0.5 border-t px-4 mid:h-[70px]"
    >
      <div role="cell" className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-4 mid:flex-nowrap">
        <span className="min-w-0 truncate max-mid:basis-full">
          <IndexName
            name={entry.index}
            alias={alias}
            className={classes('[overflow-wrap:normal]', entry.goes && 'text-bad')}
          />
        </span>
        <span className="truncate text-small text-muted">
          {plural(entry.documents, 'document')}, {formatBytes(entry.storeBytes)}
          {entry.state === 'closed' && ', closed'}
          {createdAt !== null && (
            <>
              , created <Time at={createdAt} show="relative" className="mid:hidden" />
              <Time at={createdAt} className="max-mid:hidden" />
            </>
          )}
        </span>
      </div>
      <p role="cell" className="flex items-baseline gap-1.5" title={entry.because}>
        <Shape level={entry.goes ? 'bad' : 'ok'} className="translate-y-px" />
        <span className="line-clamp-3 min-w-0 [overflow-wrap:anywhere] mid:line-clamp-2">
          <b className={classes('font-semibold', entry.goes ? 'text-bad' : 'text-ok')}>
            {entry.goes ? 'deleted' : 'kept'}
          </b>{' '}
          because {entry.because}
        </span>
      </p>
    </div>
  );
});
