import type { Schedule, ScheduleRun } from '../contract/schedule.ts';
import type { ScheduleWarning } from '../contract/schedule-warning.ts';
import { lastTime } from '../scheduling/cron.ts';

/** A schedule and its runs. `last`: the newest that has ended; `open`: one that has not. */
interface KnownSchedule {
  schedule: Pick<Schedule, 'spec' | 'since' | 'pausedAt'>;
  last: ScheduleRun | null;
  lastGood: ScheduleRun | null;
  open: ScheduleRun | null;
  /** The newest instant that is recorded; null: none. Milliseconds. */
  lastDue: number | null;
}

/** A run begins, or is recorded as missed, within seconds. */
const RECORDED_WITHIN_MS = 5 * 60_000;

/** What of the schedules' runs somebody must look at, until a good run follows; the newest first. Pure. */
export const scheduleWarningsOf = (schedules: readonly KnownSchedule[], now: number): ScheduleWarning[] =>
  schedules
    .flatMap((known) => warningOf(known, now) ?? [])
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.schedule < b.schedule ? -1 : 1));

function warningOf(known: KnownSchedule, now: number): ScheduleWarning | null {
  const { last, lastGood, open, schedule } = known;
  const about = {
    schedule: schedule.spec.name,
    lastGood: lastGood && new Date(lastGood.dueAt).toISOString(),
    running: open !== null,
    paused: schedule.pausedAt !== null,
  };
  const unrecorded = unrecordedInstant(known, now);
  if (unrecorded !== null)
    return { ...about, state: 'overdue', at: new Date(unrecorded).toISOString(), why: null, jobs: [] };
  if (last === null || last.state === 'good' || last.state === 'running') return null;
  const { dueAt, jobs, state, why } = last;
  return { ...about, state, at: new Date(dueAt).toISOString(), why, jobs };
}

/** The newest instant at which it should have run, and of which nothing is recorded; null: none. */
function unrecordedInstant({ lastDue, open, schedule }: KnownSchedule, now: number): number | null {
  if (schedule.pausedAt !== null || open !== null) return null;
  const at = lastTime(schedule.spec, now - RECORDED_WITHIN_MS);
  return at !== null && at > schedule.since && at > (lastDue ?? -Infinity) ? at : null;
}
