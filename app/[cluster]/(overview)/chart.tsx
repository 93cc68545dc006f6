'use client';
import { useState } from 'react';
import { isNamed } from '@/lib/contract/by-name.ts';
import type { OverviewAlias, Sample } from '@/lib/contract/overview.ts';
import { formatChange, formatCount, formatUtcClock } from '@/lib/format.ts';
import {
  drawnAlias,
  GAP_WIDTH,
  healthLabel,
  chartDescription,
  knownCounts,
  linesOf,
  MINUTES,
  pointsOf,
  scaleOf,
  SPAN_MS,
  type Point,
} from './chart-points.ts';

/** Health and the documents of one alias over the last 15 minutes. What is unknown is left blank. */
export function Chart({ samples, aliases: all }: { samples: readonly Sample[]; aliases: readonly OverviewAlias[] }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const last = samples.at(-1);
  if (last === undefined) return <p className="text-muted">The first point comes within half a minute.</p>;
  const aliases = all.filter((row) => isNamed(last.documents, row.alias));
  const alias = drawnAlias(aliases, chosen);
  if (alias === null && samples.every((sample) => sample.status === null))
    return (
      <p className="text-muted">
        The cluster has not answered in the last {MINUTES} minutes, so there is nothing to draw.
      </p>
    );
  const end = Date.parse(last.at);
  const points = pointsOf(samples, alias, end);
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2 text-[13px] text-muted">
        {aliases.length > 0 && <AliasField aliases={aliases} value={alias ?? ''} onChoose={setChosen} />}
        {alias === null ? (
          <span>No alias whose documents could be drawn: the health alone.</span>
        ) : (
          <Count counts={knownCounts(points)} />
        )}
      </div>
      <Drawing alias={alias} points={points} />
      <div className="mt-1 flex justify-between text-xs text-faint">
        <span>{formatUtcClock(end - SPAN_MS)}</span>
        <span>health: {healthLabel(points)}</span>
        <span>{formatUtcClock(end)}</span>
      </div>
    </div>
  );
}

function AliasField({
  aliases,
  value,
  onChoose,
}: {
  aliases: readonly OverviewAlias[];
  value: string;
  onChoose: (alias: string) => void;
}) {
  return (
    <label className="flex items-center gap-2">
      Documents behind
      <select
        value={value}
        onChange={(event) => onChoose(event.target.value)}
        className="min-h-7 max-w-48 rounded-md border border-line-strong bg-bg px-1.5 text-text"
      >
        {aliases.map((row) => (
          <option key={row.alias} value={row.alias}>
            {row.alias}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How many there are, and by how many that differs from the beginning. */
function Count({ counts }: { counts: readonly number[] }) {
  const first = counts[0];
  const now = counts.at(-1);
  return (
    <span>
      <b className="font-semibold text-text">{formatCount(now ?? null)}</b>
      {first !== undefined && now !== undefined && first !== now && ` (${formatChange(now - first)})`}
    </span>
  );
}

function Drawing({ alias, points }: { alias: string | null; points: readonly Point[] }) {
  const y = scaleOf(knownCounts(points));
  return (
    <svg
      viewBox="0 0 100 76"
      preserveAspectRatio="none"
      role="img"
      aria-label={chartDescription(alias, points)}
      className="block h-28 w-full"
    >
      <path d="M0 60H100" className="stroke-line" strokeWidth="1" vectorEffect="non-scaling-stroke" />
      {linesOf(points).map((line) => (
        <path
          key={line[0]!.at}
          d={pathOf(line, y)}
          fill="none"
          className="stroke-accent"
          strokeWidth="2"
          strokeLinejoin="round"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
        />
      ))}
      {points.map((point, index) => (
        <HealthBar key={point.at} x={barStart(point, points[index - 1])} end={point.x} status={point.status} />
      ))}
    </svg>
  );
}

/** A single point is drawn as a short dash. */
function pathOf(line: readonly Point[], y: (documents: number) => number): string {
  if (line.length === 1) return `M${line[0]!.x - 0.4} ${y(line[0]!.documents!)}h0.8`;
  return line.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${y(point.documents!)}`).join('');
}

/** A bar reaches back to the sample before it, and no further than that sample could say anything. */
const barStart = (point: Point, before: Point | undefined): number =>
  before === undefined ? Math.max(0, point.x - 1.6) : Math.max(before.x, point.x - GAP_WIDTH);

const BARS = {
  green: { height: 4, fill: 'fill-ok' },
  yellow: { height: 8, fill: 'fill-warn' },
  red: { height: 13, fill: 'fill-bad' },
};

/** The worse the health, the taller the bar: not by colour alone. No answer is a thin line. */
function HealthBar({ x, end, status }: { x: number; end: number; status: Sample['status'] }) {
  const width = Math.max(0.4, end - x);
  if (status === null) return <rect x={x} y={74} width={width} height={1.5} className="fill-faint" />;
  const bar = BARS[status];
  return <rect x={x} y={76 - bar.height} width={width} height={bar.height} className={bar.fill} />;
}
