'use client';
import { useId, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { CountChange, DocumentHistory } from '@/lib/contract/overview.ts';
import { formatCount, formatUtcClock, formatUtcSeconds, plural } from '@/lib/format.ts';
import { countLines, countTicks, gapsIn, knownCountAt, timeTicks, type Span } from '@/lib/present/count-line.ts';
import { classes } from '../ui/classes.ts';
import { areaPath, linePath, type Scale } from './chart-paths.ts';
import { ChartTable } from './chart-table.tsx';

export interface ChartMark {
  at: number;
  documents: number;
  label: string;
  detail?: string;
}

interface CountChartProps {
  alias: string;
  changes: readonly CountChange[];
  watched: DocumentHistory['watched'];
  span: Span;
  tone: 'bad' | 'plain';
  /** The last good backup. `offScale`: its label where it is older than the plot. */
  backup: (ChartMark & { offScale: string }) | null;
  /** The moment of the loss. */
  loss: ChartMark | null;
}

/** The place above the highest line, for the labels. */
const HEADROOM = 1.18;
const STEPS = 48;

/**
 * The documents of one alias over a time: to scale from zero, with gaps where nothing is known. Values by pointer, by the
 * arrow keys, and as a table for screen readers.
 */
export function CountChart(props: CountChartProps) {
  const { alias, changes, watched, span, backup } = props;
  const [chosen, setChosen] = useState<number | null>(null);
  const lines = countLines(changes, watched, span);
  const most = Math.max(1, backup?.documents ?? 0, ...lines.flat().map(({ documents }) => documents));
  const scale: Scale = { span, top: most * HEADROOM };
  const shown = chosen ?? span.to;
  return (
    <figure className="min-w-0 self-end">
      <div
        role="slider"
        tabIndex={0}
        aria-label={`Documents of ${alias}, ${formatUtcClock(span.from * 1000)} to ${formatUtcClock(span.to * 1000)}`}
        aria-valuemin={span.from}
        aria-valuemax={span.to}
        aria-valuenow={shown}
        aria-valuetext={valueAt(props, shown)}
        onFocus={() => setChosen(span.to)}
        onBlur={() => setChosen(null)}
        onPointerMove={(event) => setChosen(timeUnder(event, span))}
        onPointerLeave={() => setChosen(null)}
        onKeyDown={(event) => {
          const next = timeByKey(event, shown, props);
          if (next === null) return;
          event.preventDefault();
          setChosen(Math.min(span.to, Math.max(span.from, next)));
        }}
        className="h-44 touch-pan-y rounded-sm"
      >
        <Plot {...props} lines={lines} scale={scale} chosen={chosen} />
      </div>
      <ChartTable alias={alias} changes={changes} span={span} watched={watched} />
    </figure>
  );
}

const valueAt = ({ changes, watched }: CountChartProps, at: number): string => {
  const documents = knownCountAt(changes, watched, at);
  return `${formatUtcSeconds(at * 1000)}: ${documents === null ? 'not known' : plural(documents, 'document')}`;
};

function timeUnder(event: PointerEvent<HTMLElement>, { from, to }: Span): number {
  const box = event.currentTarget.getBoundingClientRect();
  return Math.round(from + ((event.clientX - box.left) / Math.max(1, box.width)) * (to - from));
}

/** The arrow keys go a step, page up and down to the next change. */
function timeByKey({ key }: KeyboardEvent, at: number, { changes, span }: CountChartProps): number | null {
  const step = Math.max(1, Math.round((span.to - span.from) / STEPS));
  const times = changes.map((change) => change[1]).filter((time) => time > span.from && time <= span.to);
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return at - step;
    case 'ArrowRight':
    case 'ArrowUp':
      return at + step;
    case 'PageUp':
      return times.find((time) => time > at) ?? span.to;
    case 'PageDown':
      return times.findLast((time) => time < at) ?? span.from;
    case 'Home':
      return span.from;
    case 'End':
      return span.to;
    default:
      return null;
  }
}

const COLOURS = { bad: 'text-bad', plain: 'text-accent' };

type PlotProps = CountChartProps & { lines: ReturnType<typeof countLines>; scale: Scale; chosen: number | null };

/** Only shapes are stretched to the size of the plot; labels are placed in per cent and keep their own. */
function Plot({ changes, watched, span, tone, backup, loss, lines, scale, chosen }: PlotProps) {
  const fadeId = useId();
  const isOffScale = backup !== null && backup.at < span.from;
  return (
    <svg aria-hidden="true" className="block size-full overflow-visible text-caption">
      <svg viewBox="0 0 1000 1000" preserveAspectRatio="none" width="100%" height="86%" className={COLOURS[tone]}>
        <linearGradient id={fadeId} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="currentColor" stopOpacity="0.24" />
          <stop offset="1" stopColor="currentColor" stopOpacity="0.02" />
        </linearGradient>
        {gapsIn(watched, span).map((gap) => (
          <rect
            key={gap.from}
            x={xOf(gap.from, scale) * 10}
            width={Math.max(0, xOf(gap.to, scale) - xOf(gap.from, scale)) * 10}
            y="0"
            height="1000"
            className="fill-raised"
          />
        ))}
        {lines.map((line) => (
          <g key={line[0]!.at} fill="none">
            <path d={areaPath(line, scale)} stroke="none" fill={`url(#${fadeId})`} />
            <path
              stroke="currentColor"
              d={linePath(line, scale)}
              strokeWidth="1.75"
              strokeLinejoin="round"
              vectorEffect="non-scaling-stroke"
            />
          </g>
        ))}
      </svg>
      <Axes scale={scale} />
      {gapsIn(watched, span)
        .filter((gap) => gap.to - gap.from > (span.to - span.from) * 0.2)
        .map((gap) => (
          <Label
            key={gap.from}
            x={xOf((gap.from + gap.to) / 2, scale)}
            y={50}
            text="not watched"
            className="fill-faint"
          />
        ))}
      {backup && <BackupMark backup={backup} isOffScale={isOffScale} scale={scale} quiet={chosen !== null} />}
      {chosen === null ? (
        loss && <LossMark loss={loss} scale={scale} />
      ) : (
        <Cursor at={chosen} documents={knownCountAt(changes, watched, chosen)} scale={scale} />
      )}
    </svg>
  );
}

/** In per cent of the width. */
const xOf = (at: number, { span }: Scale): number =>
  Math.min(100, Math.max(0, ((at - span.from) / Math.max(1, span.to - span.from)) * 100));
/** In per cent of the height, of which the axis of the time has the last part. */
const yOf = (documents: number, { top }: Scale): number => (1 - documents / top) * 86;

function Axes({ scale }: { scale: Scale }) {
  const times = timeTicks(scale.span, 7);
  return (
    <>
      {countTicks(scale.top / HEADROOM).map((documents) => (
        <g key={documents}>
          <line
            x1="0"
            x2="100%"
            y1={`${yOf(documents, scale)}%`}
            y2={`${yOf(documents, scale)}%`}
            className="stroke-line"
          />
          {documents > 0 && (
            <text x="0" y={`${yOf(documents, scale)}%`} dy="-4" className="fill-faint">
              {formatCount(documents)}
            </text>
          )}
        </g>
      ))}
      {times.map((time, place) => {
        const x = xOf(time, scale);
        return x < 4 || x > 96 ? null : (
          <Label
            key={time}
            x={x}
            y={98}
            text={formatUtcClock(time * 1000).slice(0, 5)}
            className={classes('fill-faint', place % 2 === 1 && 'max-mid:hidden')}
          />
        );
      })}
    </>
  );
}

function Label({
  x,
  y,
  dy = 0,
  text,
  anchor = 'middle',
  className,
}: {
  x: number;
  y: number;
  dy?: number;
  text: string;
  anchor?: 'start' | 'middle' | 'end';
  className?: string | undefined;
}) {
  return (
    <text x={`${x}%`} y={`${y}%`} dy={dy} textAnchor={anchor} className={className}>
      {text}
    </text>
  );
}

/** Beside the right edge a label ends at its place; beside the left one it begins there. */
const anchorAt = (x: number) => (x > 62 ? 'end' : x < 30 ? 'start' : 'middle');

function BackupMark({
  backup,
  isOffScale,
  scale,
  quiet,
}: {
  backup: ChartMark & { offScale: string };
  isOffScale: boolean;
  scale: Scale;
  quiet: boolean;
}) {
  const y = yOf(backup.documents, scale);
  const x = isOffScale ? 0 : xOf(backup.at, scale);
  return (
    <>
      <line x1={`${x}%`} x2="100%" y1={`${y}%`} y2={`${y}%`} strokeDasharray="3 4" className="stroke-faint" />
      {!isOffScale && <circle cx={`${x}%`} cy={`${y}%`} r="4" strokeWidth="1.5" className="fill-surface stroke-text" />}
      {!quiet && (
        <Label
          x={x}
          y={y}
          dy={-10}
          anchor={anchorAt(x)}
          text={isOffScale ? backup.offScale : backup.label}
          className="fill-muted"
        />
      )}
    </>
  );
}

function LossMark({ loss, scale }: { loss: ChartMark; scale: Scale }) {
  const x = xOf(loss.at, scale);
  const end = x > 30;
  return (
    <>
      <Label
        x={x}
        y={yOf(loss.documents, scale)}
        dy={-2}
        anchor={end ? 'end' : 'start'}
        text={end ? `${loss.label}  ` : `  ${loss.label}`}
        className="fill-text [white-space:pre]"
      />
      {loss.detail && (
        <Label
          x={x}
          y={yOf(loss.documents, scale)}
          dy={15}
          anchor={end ? 'end' : 'start'}
          text={end ? `${loss.detail}  ` : `  ${loss.detail}`}
          className="fill-muted font-normal [white-space:pre]"
        />
      )}
    </>
  );
}

function Cursor({ at, documents, scale }: { at: number; documents: number | null; scale: Scale }) {
  const x = xOf(at, scale);
  return (
    <>
      <line x1={`${x}%`} x2={`${x}%`} y1="0" y2="86%" className="stroke-line-strong" />
      {documents !== null && <circle cx={`${x}%`} cy={`${yOf(documents, scale)}%`} r="4" className="fill-text" />}
      <Label
        x={x}
        y={0}
        dy={-4}
        anchor={x > 62 ? 'end' : x < 30 ? 'start' : 'middle'}
        text={`${formatUtcSeconds(at * 1000)}: ${documents === null ? 'not known' : plural(documents, 'document')}`}
        className="fill-text"
      />
    </>
  );
}
