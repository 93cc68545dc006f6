import { useId } from 'react';
import type { DrawnTimeline } from '@/lib/present/replay-timeline.ts';

const LABEL = 18;
const BARS = 72;
const SERVER = 26;

/**
 * Requests over time, above what each server captured. Places are percent of the width, so that text keeps its size; a style attribute
 * would break the content security policy.
 */
export function Timeline({ drawn }: { drawn: DrawnTimeline }) {
  const hatch = useId();
  const { bars, excluded, markers, servers, ticks } = drawn;
  const top = markers.length * LABEL + 4;
  const bottom = top + BARS + servers.length * SERVER;
  const height = bottom + LABEL;
  return (
    <div className="px-4 pt-4 pb-2 mid:px-5">
      <svg role="img" aria-label={spoken(drawn)} width="100%" height={height} className="block overflow-hidden">
        <defs>
          <pattern id={hatch} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V5" strokeWidth="3" className="stroke-faint" />
          </pattern>
        </defs>
        {excluded.map(({ left, width }) => (
          <rect key={left} x={`${left}%`} width={`${width}%`} y={top} height={bottom - top} className="fill-raised" />
        ))}
        {bars.map((bar) => (
          <Bar key={bar.left} bar={bar} base={top + BARS} hatch={`url(#${hatch})`} />
        ))}
        <line x1="0" x2="100%" y1={top + BARS} y2={top + BARS} className="stroke-line-strong" />
        {servers.map((server, place) => (
          <Server key={server.name} server={server} y={top + BARS + place * SERVER} />
        ))}
        {markers.map((marker, place) => (
          <Marker key={marker.text} marker={marker} y={(place + 1) * LABEL - 5} bottom={bottom} />
        ))}
        {ticks.map(({ left, text }) => (
          <text
            key={left}
            x={`${left}%`}
            y={height - 4}
            textAnchor={left < 3 ? 'start' : left > 94 ? 'end' : 'middle'}
            className="fill-faint text-caption"
          >
            {text}
          </text>
        ))}
      </svg>
    </div>
  );
}

function Bar({ bar, base, hatch }: { bar: DrawnTimeline['bars'][number]; base: number; hatch: string }) {
  const { deletes, excluded, left, send, width } = bar;
  const all = (excluded / 100) * BARS;
  const sent = (send / 100) * BARS;
  const place = { x: `${left}%`, width: `${width}%` };
  return (
    <>
      {all > sent && (
        <rect
          {...place}
          y={base - all}
          height={all - sent}
          fill={deletes ? undefined : hatch}
          className={deletes ? 'fill-bad' : undefined}
        />
      )}
      {sent > 0 && <rect {...place} y={base - sent} height={sent} className={deletes ? 'fill-bad' : 'fill-accent'} />}
    </>
  );
}

function Server({ server: { covered, gaps, name }, y }: { server: DrawnTimeline['servers'][number]; y: number }) {
  return (
    <>
      <text x="0" y={y + 13} className="fill-faint text-caption">
        {name}
      </text>
      {covered.map(({ left, width }) => (
        <rect key={left} x={`${left}%`} width={`${width}%`} y={y + 17} height="4" rx="2" className="fill-muted" />
      ))}
      {gaps.map(({ left, width }) => (
        <rect
          key={left}
          x={`${left}%`}
          width={`${width}%`}
          y={y + 15}
          height="8"
          className="fill-none stroke-warn-fill"
        />
      ))}
    </>
  );
}

function Marker({
  marker: { bad, left, text },
  y,
  bottom,
}: {
  marker: DrawnTimeline['markers'][number];
  y: number;
  bottom: number;
}) {
  const atEnd = left > 55;
  return (
    <>
      <line
        x1={`${left}%`}
        x2={`${left}%`}
        y1={y - 10}
        y2={bottom}
        strokeDasharray="3 3"
        className={bad ? 'stroke-bad' : 'stroke-muted'}
      />
      <text
        x={`${left}%`}
        y={y}
        dx={atEnd ? -6 : 6}
        textAnchor={atEnd ? 'end' : 'start'}
        className={bad ? 'fill-bad text-caption' : 'fill-muted text-caption'}
      >
        {text}
      </text>
    </>
  );
}

const spoken = ({ markers, servers }: DrawnTimeline): string =>
  [
    'Captured requests over time.',
    ...markers.map(({ text }) => `${text}.`),
    ...servers.map(
      ({ gaps, name }) =>
        `${name}: ${gaps.length === 0 ? 'no gap' : gaps.length === 1 ? '1 gap' : `${gaps.length} gaps`}.`,
    ),
  ].join(' ');

const FILLS = { send: 'fill-accent', broken: 'fill-warn-fill' };

/** As in the timeline. */
export function Swatch({ of }: { of: 'send' | 'excluded' | 'broken' }) {
  const hatch = useId();
  return (
    <svg viewBox="0 0 10 10" aria-hidden="true" className="size-2.5 flex-none">
      {of === 'excluded' ? (
        <>
          <defs>
            <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
              <path d="M0 0V4" strokeWidth="2.4" className="stroke-faint" />
            </pattern>
          </defs>
          <rect x=".5" y=".5" width="9" height="9" rx="2" fill={`url(#${hatch})`} className="stroke-line-strong" />
        </>
      ) : (
        <rect width="10" height="10" rx="2" className={FILLS[of]} />
      )}
    </svg>
  );
}
