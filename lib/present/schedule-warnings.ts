import type { Schedule, ScheduleRun } from '../contract/schedule.ts';
import type { ScheduleWarning } from '../contract/schedule-warning.ts';
import { overdueSince } from '../scheduling/overdue.ts';

/** A schedule and its runs. `last`: the newest that has ended; `open`: one that has not. */
interface KnownSchedule {
  schedule: Pick<Schedule, 'spec' | 'since' | 'pausedAt'>;
  last: ScheduleRun | null;
  lastGood: ScheduleRun | null;
  open: ScheduleRun | null;
  /** Its newest runs. */
  recent: readonly ScheduleRun[];
}

/** What of the schedules' runs somebody must look at, until a good run follows; the newest first. Pure. */
export const scheduleWarningsOf = (schedules: readonly KnownSchedule[], now: number): ScheduleWarning[] =>
  schedules
    .flatMap((known) => warningOf(known, now) ?? [])
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : a.schedule < b.schedule ? -1 : 1));

function warningOf(known: KnownSchedule, now: number): ScheduleWarning | null {
  const { last, lastGood, open, recent, schedule } = known;
  const about = {
    schedule: schedule.spec.name,
    lastGood: lastGood && new Date(lastGood.dueAt).toISOString(),
    running: open !== null,
    paused: schedule.pausedAt !== null,
  };
  const overdue = overdueSince(schedule, [...recent, ...[last, open].filter((run) => run !== null)], now);
  if (overdue !== null && overdue !== last?.dueAt)
    return { ...about, state: 'overdue', at: new Date(overdue).toISOString(), why: null, jobs: [] };
  if (last === null || last.state === 'good' || last.state === 'running') return null;
  const { dueAt, jobs, state, why } = last;
  return { ...about, state, at: new Date(dueAt).toISOString(), why, jobs };
}
