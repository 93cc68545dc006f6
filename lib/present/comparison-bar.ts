import type { BucketCounts } from '../contract/difference.ts';

export interface BarPart {
  bucket: keyof BucketCounts;
  /** Of 100. */
  from: number;
  width: number;
}

/** The order of a bar: what only the left side has, what both have, what only the right side has. */
export const BAR_ORDER = ['onlyLeft', 'equal', 'sameValues', 'changed', 'onlyRight'] as const;

/** A narrower part can't be seen. */
const NARROWEST = 1.2;
const GAP = 0.3;

/** The parts of a bar of 100, and how many are drawn wider than their share. Parts without documents are left out. Pure. */
export function comparisonBar(counts: BucketCounts): { parts: BarPart[]; widened: number } {
  const shown = BAR_ORDER.filter((bucket) => counts[bucket] > 0);
  const all = shown.reduce((sum, bucket) => sum + counts[bucket], 0);
  const room = 100 - GAP * (shown.length - 1);
  const narrow = shown.filter((bucket) => (counts[bucket] / all) * room < NARROWEST);
  const rest = shown.reduce((sum, bucket) => sum + (narrow.includes(bucket) ? 0 : counts[bucket]), 0);
  const parts: BarPart[] = [];
  let from = 0;
  for (const bucket of shown) {
    const width = narrow.includes(bucket) ? NARROWEST : (counts[bucket] / rest) * (room - narrow.length * NARROWEST);
    parts.push({ bucket, from, width });
    from += width + GAP;
  }
  return { parts, widened: narrow.length };
}
