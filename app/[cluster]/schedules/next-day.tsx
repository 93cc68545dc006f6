import type { ScheduleLane, SchedulesPage } from '@/lib/contract/schedules-page.ts';
import { formatCount, formatUtcClock, plural } from '@/lib/format.ts';
import { Time } from '@/components/ui/time.tsx';

const PARTS = 4;
/** More lines hide the table below them. */
const MOST_LANES = 10;

/** By the time at which each runs first. */
const soonestFirst = (lanes: readonly ScheduleLane[]): ScheduleLane[] =>
  [...lanes].sort((a, b) => ((a.times[0] ?? '') < (b.times[0] ?? '') ? -1 : 1));

/** When each schedule runs in the next 24 hours: a line for each, to scale. */
export function NextDay({ nextDay: { from, lanes, to } }: Pick<SchedulesPage, 'nextDay'>) {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  const clock = (at: number) => formatUtcClock(at).replace(/ UTC$/, '');
  const soonest = soonestFirst(lanes);
  if (lanes.length === 0) return <p className="px-5 py-4 text-small text-muted">Nothing runs in the next 24 hours.</p>;
  return (
    <div className="border-b px-5 pt-3 pb-3.5 max-mid:hidden">
      <ul aria-label="Runs of the next 24 hours" className="grid gap-1">
        {soonest.slice(0, MOST_LANES).map((lane) => (
          <li key={lane.name} className="grid grid-cols-[150px_minmax(0,1fr)] items-center gap-4 text-small">
            <span className="truncate text-muted" title={lane.name}>
              {lane.name}
            </span>
            <span className="sr-only">{laneInWords(lane)}</span>
            <span
              aria-hidden="true"
              className="relative block h-[26px] bg-[linear-gradient(var(--line),var(--line))] bg-[length:100%_1px] bg-center bg-no-repeat"
            >
              {lane.times.map((at) => (
                <Event
                  key={at}
                  label={lane.times.length > MOST_LABELS ? null : clock(Date.parse(at))}
                  place={(Date.parse(at) - start) / (end - start)}
                />
              ))}
            </span>
          </li>
        ))}
        {lanes.length > MOST_LANES && (
          <li className="text-small text-muted">and {formatCount(lanes.length - MOST_LANES)} more, which run later</li>
        )}
      </ul>
      <div
        aria-hidden="true"
        className="mt-1 ml-[166px] flex justify-between text-caption font-normal text-faint tabular-nums"
      >
        {Array.from({ length: PARTS + 1 }, (_, part) => (
          <span key={part}>{clock(start + ((end - start) * part) / PARTS)}</span>
        ))}
      </div>
    </div>
  );
}

/** More times have no room beside each other. */
const MOST_LABELS = 8;

function Event({ label, place }: { label: string | null; place: number }) {
  return (
    <span
      className="absolute top-1/2 flex -translate-y-1/2 items-center gap-1.5"
      style={place > 0.93 ? { right: `${(1 - place) * 100}%` } : { left: `${place * 100}%` }}
    >
      <i className="block h-3.5 w-[3px] rounded-[2px] bg-accent" />
      {label !== null && <span className="bg-surface pr-1 text-caption font-normal text-muted">{label}</span>}
    </span>
  );
}

function laneInWords({ more, times }: ScheduleLane): string {
  if (times.length <= MOST_LABELS) return `at ${times.map((at) => formatUtcClock(at)).join(', ')}`;
  return `${plural(times.length, 'run')}${more ? ' and more' : ''}, the first at ${formatUtcClock(times[0])}`;
}

/** "next: Nightly, 30 Nov 03:00 UTC" */
export function FirstRun({ nextDay: { lanes } }: Pick<SchedulesPage, 'nextDay'>) {
  const [first] = soonestFirst(lanes);
  if (first?.times[0] === undefined) return null;
  return (
    <span className="min-w-0 text-small [overflow-wrap:anywhere] text-muted">
      next: {first.name}, <Time at={first.times[0]} />
    </span>
  );
}
