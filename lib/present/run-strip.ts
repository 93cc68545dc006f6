import type { RunBar, ScheduleStanding } from '../contract/schedules-page.ts';
import type { RunState, RunTrigger } from '../contract/schedule.ts';
import { formatDuration, formatUtcMinute } from '../format.ts';

const WORDS: Record<RunState, string> = {
  good: 'good',
  partial: 'partial',
  failed: 'failed',
  missed: 'missed',
  running: 'running',
};

/** The states in the order of a legend. */
export const STATES_OF_RUNS = Object.keys(WORDS) as RunState[];

export const runWord = (state: RunState): string => WORDS[state];

const TRIGGERS: Record<RunTrigger, string | null> = {
  time: null,
  late: 'ran late, because Restore Desk did not run at its time',
  person: 'started by a person',
};

/** What is to say of how a run started; null: at its time. */
export const triggerWords = (trigger: RunTrigger): string | null => TRIGGERS[trigger];

export const runTitle = ({ at, state }: RunBar): string => `${formatUtcMinute(at)}: ${runWord(state)}`;

/** The lines below the title: how it started, how long it took, and why it is not good. */
export const runDetails = ({ seconds, trigger, why }: RunBar): string[] =>
  [triggerWords(trigger), seconds === null ? null : `took ${formatDuration(seconds)}`, why].filter(
    (line) => line !== null,
  );

export const runInWords = (run: RunBar): string => [runTitle(run), ...runDetails(run)].join('. ');

/** "28 good, 1 failed, 1 missed" */
export function runsInWords(runs: readonly RunBar[]): string {
  const counted = STATES_OF_RUNS.map((state) => ({ state, count: runs.filter((run) => run.state === state).length }));
  const present = counted.filter(({ count }) => count > 0);
  return present.length === 0
    ? 'no run yet'
    : present.map(({ state, count }) => `${count} ${runWord(state)}`).join(', ');
}

/** A word for the state of a schedule. */
export const STANDING_WORDS: Record<ScheduleStanding['state'], string> = {
  running: 'Running',
  good: 'Good',
  partial: 'Partial',
  failed: 'Failed',
  overdue: 'Overdue',
  none: 'Not run yet',
};
