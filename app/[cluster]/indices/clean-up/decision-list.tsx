'use client';
import { useCallback, useMemo, useState } from 'react';
import type { CleanUpReview } from '@/lib/kinds/clean-up/review.ts';
import { ambiguousNames } from '@/lib/index-parts.ts';
import { useMediaQuery, WIDE } from '@/components/use-media-query.ts';
import { VirtualRows } from '@/components/ui/virtual-rows.tsx';
import { isHeading, keyOf, useDecidedLines, type Line } from './decided-lines.ts';
import { EntryRow, FoldRow, GapRow, GroupRow, HeaderRow, HEIGHTS } from './decision-rows.tsx';

/**
 * Every index with its plan and the reason, by alias. Aliases of which an index is deleted come first; the others are
 * folded.
 */
export function DecisionList({ review }: { review: CleanUpReview }) {
  const wide = useMediaQuery(WIDE);
  const [unfolded, setUnfolded] = useState(false);
  const { lines, onFirst } = useDecidedLines(review, unfolded);
  const heightOf = useCallback(
    (line: Line) => HEIGHTS[isHeading(line) ? 'heading' : 'entry'][wide ? 'wide' : 'narrow'],
    [wide],
  );
  const whole = useMemo(
    () => ambiguousNames(lines.flatMap((line) => (line.kind === 'entry' ? [line.entry.index] : []))),
    [lines],
  );
  const render = useCallback(
    (line: Line, place: number) => {
      // Row 1 is the header.
      const position = place + 2;
      switch (line.kind) {
        case 'group':
          return <GroupRow group={line} position={position} />;
        case 'entry':
          return (
            <EntryRow entry={line.entry} alias={line.alias} whole={whole.has(line.entry.index)} position={position} />
          );
        case 'fold':
          return (
            <FoldRow names={line.names} open={unfolded} onToggle={() => setUnfolded(!unfolded)} position={position} />
          );
        case 'gap':
          return <GapRow heading={line.heading} position={position} />;
        default:
          return line satisfies never;
      }
    },
    [whole, unfolded],
  );
  return (
    <div role="table" aria-label="Indices by alias, and the plan for each" aria-rowcount={lines.length + 1}>
      <HeaderRow />
      <VirtualRows items={lines} keyOf={keyOf} heightOf={heightOf} render={render} onFirst={onFirst} />
    </div>
  );
}
