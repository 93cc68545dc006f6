import type { Schedule, ScheduleRun } from '../contract/schedule.ts';
import { timesBetween } from './cron.ts';

/** A run begins, or is recorded as missed, within seconds. */
const GRACE_MS = 5 * 60_000;

/**
 * The last time at which a schedule should have run, and neither did then nor later; null: it is not overdue, or it is paused.
 * `runs`: its newest ones. Milliseconds.
 */
export function overdueSince(
  { pausedAt, since, spec }: Pick<Schedule, 'pausedAt' | 'since' | 'spec'>,
  runs: readonly Pick<ScheduleRun, 'dueAt' | 'state'>[],
  now: number,
): number | null {
  if (pausedAt !== null) return null;
  const due = timesBetween(spec, since, now - GRACE_MS, 1).times.at(-1);
  if (due === undefined) return null;
  return runs.some(({ dueAt, state }) => dueAt >= due && state !== 'missed') ? null : due;
}
