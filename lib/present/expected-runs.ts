import { backupSource } from '../contract/backup-ref.ts';
import type { Schedule, ScheduleRun } from '../contract/schedule.ts';
import type { ExpectedAt, ExpectedRun } from '../known-backups/backups-of-alias.ts';
import { expectedBackup } from '../scheduling/expected.ts';

/** From the time of a run until its backups can be expected. */
const RUN_GRACE_MS = 30 * 60_000;

type Run = Pick<ScheduleRun, 'dueAt' | 'state'>;

interface KnownSchedule {
  schedule: Schedule;
  open: Run | null;
  lastGood: Run | null;
  /** Its newest runs. */
  recent: readonly Run[];
}

/**
 * When these schedules should have backed an alias up. While a run is in progress, its backups are not expected yet, but those of
 * the run before it. `source`: the place of which the backups are listed; of another one only the schedule's runs say whether
 * it was written to. Pure.
 */
export function expectedRunsOf(schedules: readonly KnownSchedule[], source: string, now: number): ExpectedAt {
  const backups = schedules
    .filter(({ schedule: { pausedAt, spec } }) => pausedAt === null && spec.kind !== 'drill')
    .map((known) => ({
      known,
      one: [known.schedule],
      until: Math.min(now - RUN_GRACE_MS, known.open === null ? Infinity : known.open.dueAt - 1),
    }));
  return (alias, indices) =>
    backups.reduce<ExpectedRun | null>((newest, { known, one, until }) => {
      const expected = expectedBackup(one, { alias, indices }, until);
      if (expected === null || (newest !== null && expected.at <= newest.at)) return newest;
      return { ...expected, ...stateSince(expected.at, known, source, now) };
    }, null);
}

function stateSince(
  at: number,
  { lastGood, recent, schedule }: KnownSchedule,
  source: string,
  now: number,
): Pick<ExpectedRun, 'ran' | 'doneElsewhere'> {
  const since = [lastGood, ...recent].filter((run) => run !== null && run.dueAt >= at && run.dueAt <= now);
  return {
    ran: since.some((run) => run?.state !== 'missed' && run?.state !== 'running'),
    doneElsewhere: isElsewhere(schedule, source) && since.some((run) => run?.state === 'good'),
  };
}

/** A snapshot is in a repository of the cluster, which lists it. */
const isElsewhere = ({ spec: { kind, to } }: Schedule, source: string): boolean =>
  kind === 'backup' && to !== null && backupSource(to) !== source;
