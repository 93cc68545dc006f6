import type { Schedule, ScheduleRun } from '../contract/schedule.ts';
import type { ExpectedAt } from '../known-backups/backups-of-alias.ts';
import { expectedBackup } from '../scheduling/expected.ts';

/** From the time of a run until its backups can be expected. */
const RUN_GRACE_MS = 30 * 60_000;

/**
 * When these schedules should have backed an alias up. While a run is going on, its backups are not expected yet, but those of
 * the run before it. Pure.
 */
export function expectedRunsOf(
  schedules: readonly { schedule: Schedule; open: Pick<ScheduleRun, 'dueAt'> | null }[],
  now: number,
): ExpectedAt {
  const backups = schedules
    .filter(({ schedule: { pausedAt, spec } }) => pausedAt === null && spec.kind !== 'drill')
    .map(({ open, schedule }) => ({
      one: [schedule],
      until: Math.min(now - RUN_GRACE_MS, open === null ? Infinity : open.dueAt - 1),
    }));
  return (alias, indices) =>
    backups.reduce<ReturnType<ExpectedAt>>((newest, { one, until }) => {
      const expected = expectedBackup(one, { alias, indices }, until);
      return expected !== null && (newest === null || expected.at > newest.at) ? expected : newest;
    }, null);
}
