import type { CountPoint } from '../contract/count-points.ts';
import type { LossMoment } from '../contract/overview.ts';

interface Loss {
  /** The alias has lost documents while it has fewer than these. */
  fewest: number;
  /** When the observation began, in milliseconds since 1970; null: never. */
  watchedSince: number | null;
  /** Two observations further apart than this have nothing known between them. */
  gapMs: number;
}

/** When the documents were lost that are missing now; null: nothing was observed. `points`: oldest first. Pure. */
export function lossMomentOf(points: readonly CountPoint[], { fewest, watchedSince, gapMs }: Loss): LossMoment | null {
  const known = points.filter(hasDocuments);
  const first = known[0];
  if (first === undefined || watchedSince === null) return null;
  const lastWith = known.findLastIndex(({ documents }) => documents >= fewest);
  if (lastWith === -1) return { known: 'before', at: isoOf(Math.max(first.at, watchedSince)) };
  if (lastWith === known.length - 1) return null;
  const start = beginOf(known, lastWith, gapMs);
  const end = endOf(known, lastWith + 1, gapMs);
  const [before, after] = [known[start]!, known[start + 1]!];
  // Counts that were unknown in between say nothing of the moment.
  const unknown = points.find(({ at, documents }) => at > before.at && at < after.at && documents === null);
  const from = (unknown ?? after).after;
  return {
    known: after.at - from > gapMs ? 'between' : 'exactly',
    after: isoOf(from),
    at: isoOf(after.at),
    until: isoOf(known[end]!.at),
    from: before.documents,
    to: known[end]!.documents,
    moved: before.target !== known[end]!.target,
  };
}

type Known = CountPoint & { documents: number };
const hasDocuments = (point: CountPoint): point is Known => point.documents !== null;
const isoOf = (ms: number): string => new Date(ms).toISOString();

/** A loss that takes longer than one observation: from the first to the last of counts that fall one after the other. */
function falls(known: readonly Known[], index: number, gapMs: number): boolean {
  const [before, after] = [known[index], known[index + 1]];
  return (
    before !== undefined &&
    after !== undefined &&
    after.documents < before.documents &&
    after.target === before.target &&
    after.at - after.after <= gapMs
  );
}

/** The change after this point comes with the next observation. */
const goesOn = (known: readonly Known[], index: number, gapMs: number): boolean =>
  known[index + 1]!.after - known[index]!.at <= gapMs;

function beginOf(known: readonly Known[], lastWith: number, gapMs: number): number {
  let start = lastWith;
  while (goesOn(known, start, gapMs) && falls(known, start - 1, gapMs)) start -= 1;
  return start;
}

function endOf(known: readonly Known[], firstWithout: number, gapMs: number): number {
  let end = firstWithout;
  while (falls(known, end, gapMs) && goesOn(known, end, gapMs)) end += 1;
  return end;
}
