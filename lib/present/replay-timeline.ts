import type { ReplayPlan } from '../kinds/replay/schema.ts';
import { formatUtcClock, formatUtcShort, plural } from '../format.ts';

/** A part of the timeline, in percent of its width. */
interface Span {
  left: number;
  width: number;
}

interface Marker {
  left: number;
  text: string;
  /** What the incident did, rather than a time that was chosen. */
  bad: boolean;
}

/** What is drawn of a plan. Heights in percent. */
export interface DrawnTimeline {
  /** One for each part of the time. A burst of deletions is drawn over its own part. */
  bars: (Span & { send: number; excluded: number; deletes: boolean })[];
  servers: { name: string; covered: Span[]; gaps: Span[] }[];
  markers: Marker[];
  ticks: { left: number; text: string }[];
  /** Not sent, before the beginning and after the end. */
  excluded: Span[];
  /** Seconds of one bar. */
  seconds: number;
}

/** null: no request was captured. Pure. */
export function drawnTimeline(plan: ReplayPlan): DrawnTimeline | null {
  const { choice, coverage, timeline } = plan;
  if (timeline === null) return null;
  const [from, to] = [Date.parse(timeline.from), Date.parse(timeline.to)];
  const placeOf = (at: string | number): number => {
    const ms = typeof at === 'number' ? at : Date.parse(at);
    return round(Math.min(100, Math.max(0, ((ms - from) / Math.max(1, to - from)) * 100)));
  };
  const spanOf = (begin: string, end: string): Span => ({
    left: placeOf(begin),
    width: round(placeOf(end) - placeOf(begin)),
  });
  return {
    bars: barsOf(timeline.bins, (place) => isInBurst(plan, from + (place * (to - from)) / timeline.bins.length)),
    servers: coverage.servers.map(({ firstAt, gaps, lastAt, server }) => ({
      name: server,
      covered:
        firstAt === null || lastAt === null ? [] : withoutGaps(firstAt, lastAt, gaps).map(([a, b]) => spanOf(a, b)),
      gaps: gaps.map((gap) => spanOf(gap.from, gap.to)),
    })),
    markers: markersOf(plan).map(({ at, ...marker }) => ({ ...marker, left: placeOf(at) })),
    ticks: ticksOf(from, to).map(({ at, text }) => ({ text, left: placeOf(at) })),
    excluded: [
      spanOf(timeline.from, choice.from),
      ...(choice.to === null ? [] : [spanOf(choice.to, timeline.to)]),
    ].filter(({ width }) => width > 0),
    seconds: timeline.seconds,
  };
}

const round = (value: number): number => Math.round(value * 100) / 100;

type Bin = NonNullable<ReplayPlan['timeline']>['bins'][number];

/** The burst would make every other bar too low to be seen: the others are to the scale of the highest of them. */
function barsOf(bins: readonly Bin[], inBurst: (place: number) => boolean): DrawnTimeline['bars'] {
  const heights = bins.map(({ excluded, send }) => send + excluded).sort((a, b) => a - b);
  const usual = heights[Math.floor(heights.length * 0.95)] ?? 1;
  const top = Math.max(1, Math.min(heights.at(-1) ?? 1, usual * 2));
  const width = 100 / Math.max(1, bins.length);
  return bins.map(({ deletes, excluded, send }, place) => ({
    left: round(place * width),
    width: round(width * 0.76),
    send: round(Math.min(100, (send / top) * 100)),
    excluded: round(Math.min(100, ((send + excluded) / top) * 100)),
    deletes: deletes > (send + excluded) / 2 && inBurst(place),
  }));
}

/** Whether a part of the time that begins here has a burst of deletions. */
function isInBurst({ bursts, timeline }: ReplayPlan, begin: number): boolean {
  const end = begin + (timeline?.seconds ?? 0) * 1000;
  return bursts.some((burst) => Date.parse(burst.from) <= end && Date.parse(burst.to) >= begin);
}

type Gap = ReplayPlan['coverage']['servers'][number]['gaps'][number];

/** Times between first and last in which the server captured something. */
function withoutGaps(firstAt: string, lastAt: string, gaps: readonly Gap[]): [string, string][] {
  const parts: [string, string][] = [];
  let begin = firstAt;
  for (const { from, to } of gaps) {
    if (Date.parse(from) > Date.parse(begin)) parts.push([begin, from]);
    if (Date.parse(to) > Date.parse(begin)) begin = to;
  }
  if (Date.parse(lastAt) > Date.parse(begin)) parts.push([begin, lastAt]);
  return parts;
}

const MOST_BURSTS = 3;

/** By time. */
const largest = (bursts: ReplayPlan['bursts']): ReplayPlan['bursts'] =>
  bursts
    .toSorted((a, b) => (b.deletes ?? Infinity) - (a.deletes ?? Infinity))
    .slice(0, MOST_BURSTS)
    .toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));

function markersOf({ bursts, choice, lostAt, switchedAt }: ReplayPlan): { at: string; text: string; bad: boolean }[] {
  return [
    { at: choice.from, text: `${clock(choice.from)} start`, bad: false },
    ...largest(bursts).map((burst) => ({
      at: burst.from,
      text: `${clock(burst.from)}: ${burst.deletes === null ? 'deletion by a query' : plural(burst.deletes, 'deletion')}`,
      bad: true,
    })),
    ...(choice.to === null || bursts.some(({ before }) => before === choice.to)
      ? []
      : [{ at: choice.to, text: `${clock(choice.to)} end`, bad: false }]),
    ...(switchedAt === null ? [] : [{ at: switchedAt, text: `${clock(switchedAt)} switch`, bad: false }]),
    ...(lostAt === null ? [] : [{ at: lostAt, text: `${clock(lostAt)} lost its documents`, bad: true }]),
  ];
}

const clock = (at: string | number): string => formatUtcClock(at).replace(' UTC', '');

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  MINUTE,
  5 * MINUTE,
  15 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  DAY,
  2 * DAY,
  7 * DAY,
];
const MOST_TICKS = 6;

/** Round times, at most six. */
function ticksOf(from: number, to: number): { at: number; text: string }[] {
  const step = STEPS.find((each) => (to - from) / each <= MOST_TICKS) ?? 30 * DAY;
  const ticks: { at: number; text: string }[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step)
    ticks.push({ at, text: step >= DAY ? formatUtcShort(at, at).split(' ').slice(0, 2).join(' ') : clock(at) });
  return ticks;
}
