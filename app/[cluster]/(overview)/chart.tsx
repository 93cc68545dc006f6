'use client';
import { useState } from 'react';
import { isNamed } from '@/lib/contract/by-name.ts';
import type { HealthSpan, OverviewAlias, Sample } from '@/lib/contract/overview.ts';
import { formatChange, formatCount, formatUtcClock, formatUtcSeconds } from '@/lib/format.ts';
import {
  barsOf,
  drawnAlias,
  healthLabel,
  chartDescription,
  knownCounts,
  linesOf,
  pointsOf,
  scaleOf,
  SPAN_MS,
  type HealthBar,
  type Point,
} from './chart-points.ts';

interface ChartProps {
  samples: readonly Sample[];
  spans: readonly HealthSpan[];
  aliases: readonly OverviewAlias[];
}

/** Health and the documents of one alias over the last 15 minutes. What is unknown is left blank. */
export function Chart({ samples, spans, aliases: all }: ChartProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const last = samples.at(-1);
  if (last === undefined) return <p className="text-muted">The first point comes within half a minute.</p>;
  const aliases = all.filter((row) => samples.some(({ documents }) => isNamed(documents, row.alias)));
  const alias = drawnAlias(aliases, chosen);
  const end = Math.max(Date.parse(last.at), Date.parse(spans.at(-1)?.to ?? last.at));
  const points = pointsOf(samples, alias, end);
  const health = healthLabel(spans, end);
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-center justify-between gap-2 text-small text-muted">
        {aliases.length > 0 && <AliasField aliases={aliases} value={alias ?? ''} onChoose={setChosen} />}
        {alias === null ? (
          <span>The documents of no alias can be drawn: only the health is.</span>
        ) : (
          <Count points={points} />
        )}
      </div>
      <Drawing label={chartDescription(alias, points, health)} points={points} bars={barsOf(spans, end)} />
      <div className="mt-1 flex justify-between text-xs text-faint">
        <span>{formatUtcClock(end - SPAN_MS)}</span>
        <span>{formatUtcClock(end)}</span>
      </div>
      <p className="text-small text-muted">Health: {health}</p>
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
      Documents of
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

/** How many there are, or were when they were last known, and by how many that differs from the beginning. */
function Count({ points }: { points: readonly Point[] }) {
  const counts = knownCounts(points);
  const [first, last] = [counts[0], counts.at(-1)];
  const known = points.findLast(({ documents }) => documents !== null);
  return (
    <span>
      <b className="font-semibold text-text">{formatCount(last)}</b>
      {first !== undefined && last !== undefined && first !== last && ` (${formatChange(last - first)})`}
      {known !== undefined && known !== points.at(-1) && ` at ${formatUtcSeconds(known.at)}`}
    </span>
  );
}

function Drawing({ label, points, bars }: { label: string; points: readonly Point[]; bars: readonly HealthBar[] }) {
  const y = scaleOf(knownCounts(points));
  return (
    <svg viewBox="0 0 100 76" preserveAspectRatio="none" role="img" aria-label={label} className="block h-28 w-full">
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
      {bars.map((bar) => (
        <Bar key={bar.key} bar={bar} />
      ))}
    </svg>
  );
}

/** A single point is drawn as a short dash. */
function pathOf(line: readonly Point[], y: (documents: number) => number): string {
  if (line.length === 1) return `M${line[0]!.x - 0.4} ${y(line[0]!.documents!)}h0.8`;
  return line.map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x} ${y(point.documents!)}`).join('');
}

const BARS = {
  green: { height: 4, fill: 'fill-ok' },
  yellow: { height: 8, fill: 'fill-warn' },
  red: { height: 13, fill: 'fill-bad' },
};

/** The worse the health, the taller the bar: not by colour alone. No answer is a thin line. */
function Bar({ bar: { state, x, end } }: { bar: HealthBar }) {
  const width = Math.max(0.4, end - x);
  if (state === 'no answer' || state === 'unknown')
    return <rect x={x} y={74} width={width} height={1.5} className="fill-faint" />;
  const { height, fill } = BARS[state];
  return <rect x={x} y={76 - height} width={width} height={height} className={fill} />;
}
