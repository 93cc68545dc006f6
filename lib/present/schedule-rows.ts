import type { RunBar, ScheduleLane, ScheduleRow, ScheduleStanding } from '../contract/schedules-page.ts';
import type { Schedule, ScheduleRun, ScheduleSelection, ScheduleSpec } from '../contract/schedule.ts';
import { plural } from '../format.ts';
import { needsOfSchedule } from './schedule-needs.ts';

/** What is known of a schedule besides its row. Times in milliseconds. */
export interface KnownOfSchedule {
  /** The newest first. */
  runs: readonly ScheduleRun[];
  /** The run that is under way, which may be older than those; null: none. */
  open: ScheduleRun | null;
  sentence: string;
  next: number | null;
  /** Since when it is overdue; null: it is not. */
  unclaimed: number | null;
  /** What the jobs of the newest ended run did, as a sentence; null: unknown. */
  outcome: string | null;
  /** For people: where its backups are written or read. */
  place: string;
}

export function scheduleRow(schedule: Schedule, known: KnownOfSchedule): ScheduleRow {
  const { pausedAt, pausedBy, spec } = schedule;
  return {
    name: spec.name,
    kind: spec.kind,
    what: whatInWords(spec, known.place),
    sentence: known.sentence,
    next: pausedAt === null && known.next !== null ? new Date(known.next).toISOString() : null,
    paused: pausedAt === null ? null : { at: pausedAt, by: pausedBy ?? 'unknown' },
    runs: known.runs.map(runBar).reverse(),
    standing: standingOf(known),
    retention: spec.retention,
    needs: needsOfSchedule({ kind: spec.kind, deletes: spec.retention !== null }),
  };
}

export const runBar = (run: ScheduleRun): RunBar => ({
  at: new Date(run.dueAt).toISOString(),
  state: run.state,
  trigger: run.trigger,
  seconds:
    run.endedAt === null || run.state === 'missed'
      ? null
      : Math.max(0, (Date.parse(run.endedAt) - Date.parse(run.claimedAt)) / 1000),
  why: run.why,
});

/**
 * An earlier failure stays until a good run follows it. A run that is under way comes first, also where it takes so long that
 * later times were missed meanwhile.
 */
function standingOf({ open, outcome, runs, unclaimed }: Omit<KnownOfSchedule, 'place'>): ScheduleStanding {
  const [newest] = runs;
  const iso = (time: number) => new Date(time).toISOString();
  if (open) return { state: 'running', at: iso(open.dueAt), detail: open.why };
  if (unclaimed !== null && (newest === undefined || newest.dueAt < unclaimed))
    return { state: 'overdue', at: iso(unclaimed), detail: 'It has not started.' };
  if (newest === undefined) return { state: 'none', at: null, detail: null };
  return {
    state: newest.state === 'missed' ? 'overdue' : newest.state,
    at: iso(newest.dueAt),
    detail: newest.why ?? (newest.state === 'good' ? outcome : null),
  };
}

/** "5 aliases to /var/backups", "newest backup of every alias, from nightly" */
export function whatInWords({ drill, kind, what }: ScheduleSpec, place: string): string {
  if (kind !== 'drill') return `${selectionInWords(what)} to ${place}`;
  const newest = drill?.which === 'turns' ? 'newest backup of one alias in turn, of' : 'newest backup of';
  return `${newest} ${selectionInWords(what)}, from ${place}`;
}

function selectionInWords({ aliases, all, indices }: ScheduleSelection): string {
  if (all) return 'every alias';
  const parts = [
    namedOrCounted(aliases, 'alias', 'aliases'),
    namedOrCounted(indices, 'index pattern', 'index patterns'),
  ];
  return parts.filter((part) => part !== null).join(' and ');
}

const namedOrCounted = (names: readonly string[], one: string, many: string): string | null =>
  names.length === 0 ? null : names.length === 1 ? names[0]! : plural(names.length, one, many);

/** More than these on one line of 24 hours are not legible. */
export const MOST_ON_LANE = 48;

/** `times`: of the next 24 hours, one more than are displayed where there are more. */
export const laneOf = (name: string, times: readonly number[]): ScheduleLane => ({
  name,
  times: times.slice(0, MOST_ON_LANE).map((time) => new Date(time).toISOString()),
  more: times.length > MOST_ON_LANE,
});
