import { at } from '@/lib/contract/by-name.ts';
import type { OverviewAlias, Sample } from '@/lib/contract/overview.ts';
import { formatCount, formatUtcClock } from '@/lib/format.ts';

export const MINUTES = 15;
export const SPAN_MS = MINUTES * 60_000;
/** Two samples further apart than this have nothing known between them. */
const GAP_MS = 100_000;
export const GAP_WIDTH = (GAP_MS / SPAN_MS) * 100;

/** `x`: from 0 to 100 at the newest sample. `documents` null: unknown. */
export interface Point {
  x: number;
  at: number;
  documents: number | null;
  status: Sample['status'];
}

/** The alias to draw: the one that was chosen while it is there, else the first whose documents are known; null: none. */
export function drawnAlias(aliases: readonly OverviewAlias[], chosen: string | null): string | null {
  if (chosen !== null && aliases.some((row) => row.alias === chosen)) return chosen;
  return (aliases.find((row) => row.documents !== null) ?? aliases[0])?.alias ?? null;
}

/** The samples of the last 15 minutes before `end`. */
export function pointsOf(samples: readonly Sample[], alias: string | null, end: number): Point[] {
  const shown = samples.filter((sample) => end - Date.parse(sample.at) <= SPAN_MS);
  return shown.map((sample) => ({
    x: 100 - ((end - Date.parse(sample.at)) / SPAN_MS) * 100,
    at: Date.parse(sample.at),
    documents: alias === null ? null : (at(sample.documents, alias) ?? null),
    status: sample.status,
  }));
}

export const knownCounts = (points: readonly Point[]): number[] =>
  points.flatMap(({ documents }) => (documents === null ? [] : [documents]));

/** Where a count is drawn, from 56 (the lowest) up to 6. */
export function scaleOf(counts: readonly number[]): (documents: number) => number {
  const most = Math.max(...counts, 1);
  const least = Math.min(...counts, most);
  // From zero where the line moves a lot, else close to it: a drop by half must be visible as such.
  const floor = most - least > most * 0.2 ? 0 : Math.max(0, least - Math.max(1, most * 0.05));
  return (documents) => 56 - ((documents - floor) / Math.max(1, most - floor)) * 50;
}

/** Stretches of known points: the line breaks where nothing is known. */
export function linesOf(points: readonly Point[]): Point[][] {
  const found: Point[][] = [];
  let current: Point[] = [];
  for (const point of points) {
    const before = current.at(-1);
    if (point.documents === null || (before !== undefined && point.at - before.at > GAP_MS)) {
      if (current.length > 0) found.push(current);
      current = [];
    }
    if (point.documents !== null) current.push(point);
  }
  if (current.length > 0) found.push(current);
  return found;
}

export function healthLabel(points: readonly Point[]): string {
  const last = points.at(-1);
  if (last === undefined) return 'unknown';
  const change = points.findLastIndex((point) => point.status !== last.status);
  const word = last.status ?? 'no answer';
  return change === -1 ? `${word} all the time` : `${word} since ${formatUtcClock(points[change + 1]!.at)}`;
}

/** The whole chart as a sentence. */
export function chartDescription(alias: string | null, points: readonly Point[]): string {
  return `The last ${MINUTES} minutes. ${documentsSentence(alias, points)}Health: ${healthLabel(points)}.`;
}

function documentsSentence(alias: string | null, points: readonly Point[]): string {
  if (alias === null) return '';
  const counts = knownCounts(points);
  const first = counts[0] ?? null;
  const last = counts.at(-1) ?? null;
  return first === last
    ? `Documents behind ${alias}: ${formatCount(last)}, unchanged. `
    : `Documents behind ${alias}: from ${formatCount(first)} to ${formatCount(last)}. `;
}
