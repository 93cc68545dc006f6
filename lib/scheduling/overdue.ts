import type { Schedule, ScheduleRun } from '../contract/schedule.ts';
import { lastTime } from './cron.ts';

/** A run begins, or is recorded as missed, within seconds. */
const GRACE_MS = 5 * 60_000;

/**
 * The last time at which a schedule should have run, and neither did then nor later: nothing is recorded of it minutes
 * afterwards, or that it was missed. null: it is not overdue, or a run is in progress. While it is paused only a missed run counts.
 * `runs`: its newest ones; those in the future, of a clock that was ahead, do not count. Milliseconds.
 */
export function overdueSince(
  { pausedAt, since, spec }: Pick<Schedule, 'pausedAt' | 'since' | 'spec'>,
  runs: readonly Pick<ScheduleRun, 'dueAt' | 'state'>[],
  now: number,
): number | null {
  if (runs.some(({ state }) => state === 'running')) return null;
  const newest = runs.reduce<(typeof runs)[number] | null>(
    (found, run) => (run.dueAt <= now && (found === null || run.dueAt > found.dueAt) ? run : found),
    null,
  );
  const due = pausedAt === null ? lastTime(spec, now - GRACE_MS) : null;
  if (due !== null && due > since && (newest === null || newest.dueAt < due)) return due;
  return newest?.state === 'missed' ? newest.dueAt : null;
}
