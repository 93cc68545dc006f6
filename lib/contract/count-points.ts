/** What an alias was observed to have. `documents`: of its indices; null: unknown. `target`: identifies its indices. */
export interface AliasCount {
  documents: number | null;
  target: string;
}

/**
 * A change of the count, in milliseconds since 1970: observed at `at`, and not yet at `after`, the observation before it.
 * The two are the same where the alias was observed for the first time.
 */
export interface CountPoint extends AliasCount {
  at: number;
  after: number;
}

/** A time in which the cluster was observed without a gap. */
export interface WatchedTime {
  began: number;
  ended: number;
}

export interface SavedCounts {
  points: { alias: string; point: CountPoint }[];
  watched: WatchedTime[];
}

/** What an observation changed. `dropped`: the points of an alias at these times; a time of `watched` replaces one with the same beginning. */
export interface CountChanges extends SavedCounts {
  dropped: { alias: string; at: number }[];
  droppedWatched: number[];
}

type Point = Pick<AliasCount, 'documents'>;

/**
 * At most `most` of the points: those with the largest changes, each with the point before it, so that the size of a
 * change stays exact; and the first and the last. Pure.
 */
export function thinned<P extends Point>(points: readonly P[], most: number): P[] {
  if (points.length <= most) return [...points];
  const kept = new Set([0, points.length - 1]);
  for (const { index } of byChange(points)) {
    if (kept.size + 2 > most) break;
    kept.add(index - 1).add(index);
  }
  return points.filter((_, index) => kept.has(index));
}

const byChange = (points: readonly Point[]) =>
  points
    .map((point, index) => ({ index, change: index === 0 ? 0 : changeBetween(points[index - 1]!, point) }))
    .slice(1)
    .sort((a, b) => b.change - a.change || b.index - a.index);

/** A count that becomes unknown, or known, is the largest change. */
const changeBetween = (before: Point, after: Point): number =>
  before.documents === null || after.documents === null
    ? before.documents === after.documents
      ? 0
      : Infinity
    : Math.abs(after.documents - before.documents);
