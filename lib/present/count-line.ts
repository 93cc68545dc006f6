import type { CountChange, DocumentHistory } from '../contract/overview.ts';

/** A part of the plot's time, in seconds since 1970. */
export interface Span {
  from: number;
  to: number;
}

export interface CountAt {
  at: number;
  documents: number;
}

/**
 * The line of a count over a time, in pieces: it is interrupted where the cluster was not watched or the count was unknown.
 * A change is a step between the two observations around it. Pure.
 */
export function countLines(
  changes: readonly CountChange[],
  watched: DocumentHistory['watched'],
  { from, to }: Span,
): CountAt[][] {
  return watched.flatMap(([began, ended]) => {
    const span = { from: Math.max(began, from), to: Math.min(ended, to) };
    return span.from > span.to ? [] : linesIn(changes, span);
  });
}

function linesIn(changes: readonly CountChange[], span: Span): CountAt[][] {
  const lines: CountAt[][] = [];
  let line: CountAt[] = [];
  const end = () => {
    if (line.length > 0) lines.push(line);
    line = [];
  };
  let documents = countAtTime(changes, span.from);
  if (documents !== null) line.push({ at: span.from, documents });
  for (const [after, at, next] of changes) {
    if (at <= span.from || at > span.to) continue;
    if (documents !== null) line.push({ at: Math.min(Math.max(after, span.from), at), documents });
    if (next === null) end();
    else line.push({ at, documents: next });
    documents = next;
  }
  if (documents !== null) line.push({ at: span.to, documents });
  end();
  return lines;
}

const countAtTime = (changes: readonly CountChange[], at: number): number | null =>
  changes.findLast((change) => change[1] <= at)?.[2] ?? null;

/** The count that was known at a time; null: not watched, or unknown. Pure. */
export function knownCountAt(
  changes: readonly CountChange[],
  watched: DocumentHistory['watched'],
  at: number,
): number | null {
  return watched.some(([began, ended]) => began <= at && at <= ended) ? countAtTime(changes, at) : null;
}

const STEPS_S = [60, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600];

/** Round times in UTC for the axis: about `count` of them. Pure. */
export function timeTicks({ from, to }: Span, count: number): number[] {
  const step = STEPS_S.find((each) => (to - from) / each <= count) ?? STEPS_S.at(-1)!;
  const first = Math.ceil(from / step) * step;
  return Array.from({ length: Math.max(0, Math.floor((to - first) / step) + 1) }, (_, n) => first + n * step);
}

/** Round counts for the axis, from zero: two above it at most. Pure. */
export function countTicks(most: number): number[] {
  if (most <= 0) return [0];
  const unit = 10 ** Math.floor(Math.log10(most));
  const step = [0.5, 1, 2, 5].map((each) => each * unit).find((each) => most / each < 3 && each >= 1) ?? unit * 5;
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, n) => n * step);
}

const HOUR_S = 3_600;

/** The time that the plot of a loss shows: the loss and the last good backup where they fit into a day. Pure. */
export function spanOfLoss(
  { backupAt, lostAt }: { backupAt: number | null; lostAt: number | null },
  now: number,
): Span {
  const oldest = Math.min(
    lostAt === null ? now - 24 * HOUR_S : lostAt - HOUR_S,
    backupAt !== null && now - backupAt < 23 * HOUR_S ? backupAt - HOUR_S : Infinity,
    now - 2 * HOUR_S,
  );
  return { from: Math.max(oldest, now - 24 * HOUR_S), to: now };
}

/** The times in which the cluster was not watched. Pure. */
export function gapsIn(watched: DocumentHistory['watched'], { from, to }: Span): Span[] {
  const gaps: Span[] = [];
  let known = from;
  for (const [began, ended] of watched) {
    if (began > known && known < to) gaps.push({ from: known, to: Math.min(began, to) });
    known = Math.max(known, ended);
  }
  if (known < to) gaps.push({ from: known, to });
  return gaps;
}
