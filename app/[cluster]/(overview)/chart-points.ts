import { at } from '@/lib/contract/by-name.ts';
import type { HealthSpan, OverviewAlias, Sample } from '@/lib/contract/overview.ts';
import { formatAge, formatCount, formatUtcSeconds } from '@/lib/format.ts';

const MINUTES = 15;
export const SPAN_MS = MINUTES * 60_000;
/** Two samples further apart than this have nothing known between them. */
const GAP_MS = 100_000;

/** `x`: from 0 to 100 at the newest sample. `documents` null: unknown. */
export interface Point {
  x: number;
  at: number;
  documents: number | null;
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

/** A state of the health as a bar: from `x` to `end`, at most 0 to 100. */
export interface HealthBar {
  key: string;
  x: number;
  end: number;
  state: HealthSpan['state'];
}

/** A bar begins where the state before it was last observed, if that was shortly before. */
export function barsOf(spans: readonly HealthSpan[], end: number): HealthBar[] {
  const xOf = (at: number) => Math.max(0, 100 - ((end - at) / SPAN_MS) * 100);
  return spans.flatMap((span, index): HealthBar[] => {
    const to = xOf(Date.parse(span.to));
    const before = span.begins === 'seen' ? spans[index - 1] : undefined;
    const x = xOf(Date.parse(before?.to ?? span.from));
    return to === 0 ? [] : [{ key: span.from, x: Math.min(x, to - 0.4), end: to, state: span.state }];
  });
}

/** The state of now with its beginning, or with the time that was really watched. */
export function healthLabel(spans: readonly HealthSpan[], end: number): string {
  const last = spans.at(-1);
  if (last === undefined) return 'unknown';
  const since = formatUtcSeconds(last.from);
  if (last.begins === 'seen') return `${last.state} since ${since}`;
  const watchedMs = end - Date.parse(last.from);
  return watchedMs >= SPAN_MS
    ? `${last.state} for all ${MINUTES} minutes`
    : `${last.state} since ${since}, when watching began ${formatAge(watchedMs)} ago`;
}

/** The whole chart as a sentence. */
export function chartDescription(alias: string | null, points: readonly Point[], health: string): string {
  return `Documents and health, at most the last ${MINUTES} minutes. ${documentsSentence(alias, points)}Health: ${health}.`;
}

function documentsSentence(alias: string | null, points: readonly Point[]): string {
  if (alias === null) return '';
  const counts = knownCounts(points);
  const first = counts[0] ?? null;
  const last = counts.at(-1) ?? null;
  return first === last
    ? `Documents of ${alias}: ${formatCount(last)}, unchanged. `
    : `Documents of ${alias}: from ${formatCount(first)} to ${formatCount(last)}. `;
}
