'use client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import {
  aliasesToDelete,
  decidedLines,
  type DecidedLine,
  type DecidedWindow,
} from '@/lib/kinds/clean-up/decided-lines.ts';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import { formatList, plural } from '@/lib/format.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { cleanUpLinesQuery } from '@/components/queries.ts';

/** The line that shows and hides the aliases with nothing to delete. */
interface FoldLine {
  kind: 'fold';
  /** "metasearch, page-traffic" */
  names: string;
}
/** A line that is not loaded yet, at its position. */
interface Gap {
  kind: 'gap';
  at: number;
  heading: boolean;
}
export type Line = DecidedLine | FoldLine | Gap;

export const isHeading = (line: Line) => (line.kind === 'gap' ? line.heading : line.kind !== 'entry');

export function keyOf(line: Line): string {
  switch (line.kind) {
    case 'gap':
      return `gap ${line.at}`;
    case 'fold':
      return 'fold';
    case 'group':
      return line.alias;
    case 'entry':
      return `${line.alias} ${line.entry.uuid}`;
    default:
      return line satisfies never;
  }
}

/** Lines are requested in steps, so that a small scroll sends no request. */
const STEP = 100;

/** All lines; of a long plan those near the drawn ones, each at its position. Those after the fold if it is open. */
export function useDecidedLines(review: CleanUpReview, unfolded: boolean) {
  const { plan, long } = review;
  const { key } = useCluster();
  const [from, setFrom] = useState(0);
  const more = useQuery({
    ...cleanUpLinesQuery(key, { fingerprint: plan.fingerprint, from }),
    enabled: long !== undefined && from > 0,
  });
  const onFirst = useCallback((first: number) => setFrom(Math.max(0, Math.floor(first / STEP) * STEP - STEP)), []);
  const here = from === 0 ? long?.window : (more.data ?? long?.window);
  const lines = useMemo((): readonly Line[] => {
    const all = long === undefined || here === undefined ? decidedLines(plan.groups) : linesWithGaps(long.window, here);
    return withFold(all, long?.aliasesToDelete ?? aliasesToDelete(plan.groups), unfolded);
  }, [plan.groups, long, here, unfolded]);
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

/** So many lines are shown where no alias has anything to delete. */
const FEW_LINES = 40;

/** The first `toDelete` aliases have something to delete; the others are folded. Pure. */
export function withFold(all: readonly Line[], toDelete: number, unfolded: boolean): readonly Line[] {
  const headings = all.flatMap((line, position) => (isHeading(line) ? [position] : []));
  const end = headings[toDelete] ?? all.length;
  if (end === all.length || (toDelete === 0 && all.length <= FEW_LINES)) return all;
  const folded = headings.slice(toDelete).map((position) => all[position]!);
  const named = folded.flatMap((line) => (line.kind === 'group' ? [line.alias] : []));
  const fold: FoldLine = {
    kind: 'fold',
    names:
      named.length === folded.length && named.length <= 3
        ? formatList(named)
        : plural(folded.length, 'alias', 'aliases'),
  };
  return [...all.slice(0, end), fold, ...(unfolded ? all.slice(end) : [])];
}
