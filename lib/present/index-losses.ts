import type { CountPoint } from '../contract/count-points.ts';
import type { IndexPage } from '../contract/index-page.ts';

type Losses = IndexPage['losses'];

/** The share of its documents whose loss is listed. */
const REPORTED_SHARE = 0.1;
const MAX_LOSSES = 5;

/** The points of an alias while it pointed to this index alone; `null` documents at other times. Pure. */
export const pointsOfIndex = (points: readonly CountPoint[], uuid: string): CountPoint[] =>
  points.map((point) => (point.target === uuid ? point : { ...point, documents: null }));

/**
 * When the index lost a large part of its documents, newest first; falls that follow each other without a pause are one.
 * `points`: of this index, oldest first. Pure.
 */
export function lossesOf(points: readonly CountPoint[], gapMs: number): Losses {
  const losses: { after: number; at: number; from: number; to: number }[] = [];
  for (const [place, point] of points.entries()) {
    const before = points[place - 1];
    if (before?.documents == null || point.documents === null || point.documents >= before.documents) continue;
    const last = losses.at(-1);
    // The same fall, seen in several observations.
    if (last !== undefined && last.at === before.at && point.after - before.at <= gapMs) {
      last.at = point.at;
      last.to = point.documents;
    } else losses.push({ after: point.after, at: point.at, from: before.documents, to: point.documents });
  }
  return losses
    .filter(({ from, to }) => (from - to) / from >= REPORTED_SHARE)
    .slice(-MAX_LOSSES)
    .reverse()
    .map(({ after, at, from, to }) => ({ after: isoOf(after), at: isoOf(at), from, to }));
}

const isoOf = (ms: number): string => new Date(ms).toISOString();
