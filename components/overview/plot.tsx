'use client';
import { useState } from 'react';
import type { OverviewAlias, Sample } from '@/lib/contract/overview.ts';
import { formatChange, formatCount, formatUtcClock } from '@/lib/format.ts';

const MINUTES = 15;
const SPAN_MS = MINUTES * 60_000;
/** Two samples further apart than this have nothing known between them. */
const GAP_MS = 100_000;

/** Health and the documents behind one alias over the last 15 minutes; what is not known is left blank. */
export function Plot({ samples, aliases: all }: { samples: readonly Sample[]; aliases: readonly OverviewAlias[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const last = samples.at(-1);
  const aliases = all.filter((row) => last !== undefined && row.alias in last.documents);
  const alias =
    chosen !== null && aliases.some((row) => row.alias === chosen)
      ? chosen
      : ((aliases.find((row) => row.documents !== null) ?? aliases[0])?.alias ?? null);
  if (last !== undefined && alias === null && samples.every((sample) => sample.status === null))
    return (
      <p className="text-muted">
        The cluster has not answered in the last {MINUTES} minutes, so there is nothing to draw.
      </p>
    );
  if (last === undefined) return <p className="text-muted">The first point comes within half a minute.</p>;

  const end = Date.parse(last.at);
  const shown = samples.filter((sample) => end - Date.parse(sample.at) <= SPAN_MS);
  const points = shown.map((sample) => ({
    x: 100 - ((end - Date.parse(sample.at)) / SPAN_MS) * 100,
    at: Date.parse(sample.at),
    documents: alias === null ? null : (sample.documents[alias] ?? null),
    status: sample.status,
  }));
  const known = points.filter((point) => point.documents !== null);
  const counts = known.map((point) => point.documents!);
  const most = Math.max(...counts, 1);
  const least = Math.min(...counts, most);
  // From zero where the line moves a lot, else close to it: a fall of half must look like one.
  const floor = most - least > most * 0.2 ? 0 : Math.max(0, least - Math.max(1, most * 0.05));
  const y = (documents: number) => 56 - ((documents - floor) / Math.max(1, most - floor)) * 50;
  const first = counts[0];
  const now = counts.at(-1);

  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2 text-[13px] text-muted">
        {aliases.length > 0 && (
          <label className="flex items-center gap-2">
            Documents behind
            <select
              value={alias ?? ''}
              onChange={(event) => setChosen(event.target.value)}
              className="min-h-7 max-w-48 rounded-md border border-line-strong bg-bg px-1.5 text-text"
            >
              {aliases.map((row) => (
                <option key={row.alias} value={row.alias}>
                  {row.alias}
                </option>
              ))}
            </select>
          </label>
        )}
        {alias === null ? (
          <span>No alias whose documents could be drawn: the health alone.</span>
        ) : (
          <span>
            <b className="font-semibold text-text">{formatCount(now ?? null)}</b>
            {first !== undefined && now !== undefined && first !== now && ` (${formatChange(now - first)})`}
          </span>
        )}
      </div>
      <svg
        viewBox="0 0 100 76"
        preserveAspectRatio="none"
        role="img"
        aria-label={inWords(alias, points)}
        className="block h-28 w-full"
      >
        <path d="M0 60H100" className="stroke-line" strokeWidth="1" vectorEffect="non-scaling-stroke" />
        {lines(points).map((line) => (
          <path
            key={line[0]!.at}
            d={
              line.length === 1
                ? `M${line[0]!.x - 0.4} ${y(line[0]!.documents!)}h0.8`
                : line.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${y(point.documents!)}`).join('')
            }
            fill="none"
            className="stroke-accent"
            strokeWidth="2"
            strokeLinejoin="round"
            strokeLinecap="round"
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {points.map((point, index) => (
          <HealthBar
            key={point.at}
            x={
              index === 0
                ? Math.max(0, point.x - 1.6)
                : Math.max(points[index - 1]!.x, point.x - (GAP_MS / SPAN_MS) * 100)
            }
            end={point.x}
            status={point.status}
          />
        ))}
      </svg>
      <div className="mt-1 flex justify-between text-xs text-faint">
        <span>{formatUtcClock(end - SPAN_MS)}</span>
        <span>health: {healthWords(points)}</span>
        <span>{formatUtcClock(end)}</span>
      </div>
    </div>
  );
}

interface Point {
  x: number;
  at: number;
  documents: number | null;
  status: Sample['status'];
}

const BARS = {
  green: { height: 4, fill: 'fill-ok' },
  yellow: { height: 8, fill: 'fill-warn' },
  red: { height: 13, fill: 'fill-bad' },
};

/** The worse, the taller: told apart without colour. No answer leaves a thin line. */
function HealthBar({ x, end, status }: { x: number; end: number; status: Sample['status'] }) {
  const width = Math.max(0.4, end - x);
  if (status === null) return <rect x={x} y={74} width={width} height={1.5} className="fill-faint" />;
  const bar = BARS[status];
  return <rect x={x} y={76 - bar.height} width={width} height={bar.height} className={bar.fill} />;
}

/** Stretches of known points: the line breaks where nothing is known. */
function lines(points: readonly Point[]): Point[][] {
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

function healthWords(points: readonly Point[]): string {
  const last = points.at(-1);
  if (last === undefined) return 'unknown';
  const change = points.findLastIndex((point) => point.status !== last.status);
  const word = last.status ?? 'no answer';
  return change === -1 ? `${word} all the time` : `${word} since ${formatUtcClock(points[change + 1]!.at)}`;
}

function inWords(alias: string | null, points: readonly Point[]): string {
  const known = points.filter((point) => point.documents !== null);
  const first = known[0]?.documents ?? null;
  const last = known.at(-1)?.documents ?? null;
  const documents =
    alias === null
      ? ''
      : first === last
        ? `Documents behind ${alias}: ${formatCount(last)}, unchanged. `
        : `Documents behind ${alias}: from ${formatCount(first)} to ${formatCount(last)}. `;
  return `The last ${MINUTES} minutes. ${documents}Health: ${healthWords(points)}.`;
}
