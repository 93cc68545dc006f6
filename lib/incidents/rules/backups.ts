import type { ExpectedRun } from '../../contract/backups-page.ts';
import type { Finding } from '../finding.ts';

/** What the overview says of the backups of an alias. Times are ISO. */
export interface BackedUpAlias {
  alias: string;
  /** null: unknown. */
  overdue: boolean | null;
  /** The run since which there is no good backup. */
  expectedRun: ExpectedRun | null;
  lastGood: string | null;
  /** Its oldest index; null: unknown. */
  createdAt: string | null;
}

interface Grace {
  overdueAfterMs: number;
  /** Since when the cluster is watched, ISO: an alias that never had a backup has this long from then. */
  watchedSince: string;
  now: number;
}

interface Limits extends Grace {
  /** Aliases that the incident of a schedule tells already: see `toldByTheirSchedule`. */
  told: ReadonlySet<string>;
}

/** Pure. */
export const overdueFindings = (aliases: readonly BackedUpAlias[], limits: Limits): Finding[] =>
  aliases
    .filter(({ alias, overdue }) => overdue === true && !limits.told.has(alias))
    .flatMap((row): Finding[] => {
      const since = overdueSince(row, limits);
      if (since === null) return [];
      const { expectedRun } = row;
      return [
        {
          subject: row.alias,
          severity: 'warning',
          facts: {
            kind: 'backup-overdue',
            lastGood: row.lastGood,
            expected: expectedRun === null ? null : { at: expectedRun.at, schedule: expectedRun.schedule },
          },
          began: { at: new Date(since).toISOString(), after: null },
          holdMs: 0,
        },
      ];
    });

/**
 * When its backup became overdue, in milliseconds; null: it will be. An alias that is newer than the run of its schedule is backed up by
 * the next one; one that never had a backup and has no schedule gets as much time as another one.
 */
export function overdueSince(
  { createdAt, expectedRun, lastGood }: Pick<BackedUpAlias, 'createdAt' | 'expectedRun' | 'lastGood'>,
  { now, overdueAfterMs, watchedSince }: Grace,
): number | null {
  if (expectedRun?.state === 'younger') return null;
  if (expectedRun !== null) return Math.min(Date.parse(expectedRun.at), now);
  if (lastGood !== null) return Math.min(Date.parse(lastGood) + overdueAfterMs, now);
  const since = Math.max(Date.parse(watchedSince), createdAt === null ? 0 : Date.parse(createdAt)) + overdueAfterMs;
  return since <= now ? since : null;
}

/** More aliases than these of one schedule are not told one by one. */
const TOLD_ONE_BY_ONE = 3;

/**
 * Aliases whose backups are overdue because of a schedule that is told itself, where they are many: fifty messages say no more than
 * one. `schedules`: the names of those that are told. Pure.
 */
export function toldByTheirSchedule(
  aliases: readonly BackedUpAlias[],
  schedules: ReadonlySet<string>,
): ReadonlySet<string> {
  const bySchedule = new Map<string, string[]>();
  for (const { alias, expectedRun, overdue } of aliases) {
    if (overdue !== true || expectedRun === null || !schedules.has(expectedRun.schedule)) continue;
    bySchedule.set(expectedRun.schedule, [...(bySchedule.get(expectedRun.schedule) ?? []), alias]);
  }
  return new Set([...bySchedule.values()].filter((each) => each.length > TOLD_ONE_BY_ONE).flat());
}
