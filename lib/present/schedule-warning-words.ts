import type { ExpectedRun } from '../contract/backups-page.ts';
import type { ScheduleWarning } from '../contract/schedule-warning.ts';
import { formatUtcToday } from '../format.ts';

const WORDS: Record<ScheduleWarning['state'], string> = {
  failed: 'failed',
  partial: 'left something out',
  missed: 'did not run',
  overdue: 'should have run',
};

/** "Schedule Nightly failed at 03:00 UTC" */
export const scheduleWarningTitle = ({ at, schedule, state }: ScheduleWarning, now: number): string =>
  `Schedule ${schedule} ${WORDS[state]} at ${formatUtcToday(at, now)}`;

/** "Nightly should have run at 03:00 UTC", "no good backup since the run of 03:00 UTC (Nightly)" */
export function expectedRunWords({ at, schedule, state }: ExpectedRun, now: number): string {
  if (state === 'younger') return 'not backed up yet';
  return state === 'missing'
    ? `${schedule} should have run at ${formatUtcToday(at, now)}`
    : `no good backup since the run of ${formatUtcToday(at, now)} (${schedule})`;
}

/** Where there is no room for the schedule: "should have run at 03:00 UTC" */
export const shortRunWords = ({ at, state }: ExpectedRun, now: number): string =>
  state === 'missing'
    ? `should have run at ${formatUtcToday(at, now)}`
    : `no good backup since the run of ${formatUtcToday(at, now)}`;

/** What there is to know besides, as sentences. */
export function scheduleWarningSentences(
  { lastGood, paused, running, state, why }: ScheduleWarning,
  now: number,
): string[] {
  return [
    why,
    state === 'overdue'
      ? 'Nothing is recorded of this run: Restore Desk did not run, or its scheduler has stopped.'
      : null,
    lastGood === null
      ? 'No run of it has been good yet.'
      : `The last good run was at ${formatUtcToday(lastGood, now)}.`,
    running ? 'A run is in progress.' : null,
    paused ? 'It is paused.' : null,
  ].filter((sentence) => sentence !== null);
}
