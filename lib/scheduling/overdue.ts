import type { Schedule, ScheduleRun } from '../contract/schedule.ts';
import { timesBetween } from './cron.ts';

/** A run may take so long before its schedule is called overdue. */
const GRACE_MS = 30 * 60_000;

/**
 * The last time at which a schedule should have run, where no run of that time or a later one has done it; null: it is not
 * overdue, or it is paused. `runs`: its newest ones. Milliseconds.
 */
export function overdueSince(
  { pausedAt, since, spec }: Pick<Schedule, 'pausedAt' | 'since' | 'spec'>,
  runs: readonly Pick<ScheduleRun, 'dueAt' | 'state'>[],
  now: number,
): number | null {
  if (pausedAt !== null) return null;
  const due = timesBetween(spec, since, now - GRACE_MS, 1).times.at(-1);
  if (due === undefined) return null;
  const isDone = runs.some(({ dueAt, state }) => dueAt >= due && ['good', 'partial', 'running'].includes(state));
  return isDone ? null : due;
}
