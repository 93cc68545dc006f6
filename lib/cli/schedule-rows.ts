import type { Schedule, ScheduleRun, ScheduleSpec } from '../contract/schedule.ts';
import { formatUtcMinute } from '../format.ts';
import { nextTimes } from '../scheduling/cron.ts';
import { overdueSince } from '../scheduling/overdue.ts';
import { cronSentence } from '../scheduling/sentence.ts';
import { safeLine } from './safe-text.ts';

const NEXT = 5;

/** A schedule in the JSON of a command line. Times are ISO. */
export interface ScheduleRow extends Pick<
  ScheduleSpec,
  'name' | 'kind' | 'what' | 'to' | 'cron' | 'timeZone' | 'missed' | 'retention' | 'drill'
> {
  /** Its times in words. */
  sentence: string;
  paused: boolean;
  /** The next five; none while it is paused. */
  next: string[];
  /** The newest run; null: none yet. */
  last: (Pick<ScheduleRun, 'trigger' | 'state' | 'why' | 'jobs'> & { due: string }) | null;
  overdue: boolean;
  /** Where it is overdue, since when. */
  shouldHaveRunAt: string | null;
}

export const nextOf = (spec: ScheduleSpec, now: number): string[] => nextTimes(spec, now, NEXT).map(iso);

/** `runs`: the newest ones, newest first. */
export function scheduleRow(schedule: Schedule, runs: readonly ScheduleRun[], now: number): ScheduleRow {
  const { spec } = schedule;
  const paused = schedule.pausedAt !== null;
  const overdue = overdueSince(schedule, runs, now);
  const last = runs[0] ?? null;
  return {
    ...spec,
    sentence: cronSentence(spec),
    paused,
    next: paused ? [] : nextOf(spec, now),
    last: last && {
      due: iso(last.dueAt),
      trigger: last.trigger,
      state: last.state,
      why: last.why,
      jobs: last.jobs,
    },
    overdue: overdue !== null,
    shouldHaveRunAt: overdue === null ? null : iso(overdue),
  };
}

const iso = (at: number): string => new Date(at).toISOString();

/** For a terminal. */
export const describeRow = (row: ScheduleRow): string =>
  [
    `${row.name} (${row.kind}${row.paused ? ', paused' : ''}): ${row.sentence}`,
    ...(row.shouldHaveRunAt === null
      ? []
      : [`  OVERDUE: it should have run at ${formatUtcMinute(row.shouldHaveRunAt)}`]),
    `  last run: ${row.last === null ? 'none yet' : describeRun(row.last)}`,
    ...(row.next.length === 0 ? [] : [`  next: ${row.next.map(formatUtcMinute).join(', ')}`]),
  ]
    .map(safeLine)
    .join('\n');

const describeRun = ({ due, jobs, state, why }: NonNullable<ScheduleRow['last']>): string =>
  `${formatUtcMinute(due)}, ${state}${jobs.length === 0 ? '' : ` (job ${jobs.join(', ')})`}${why === null ? '' : `: ${why}`}`;

/** The times of a spec for a terminal: a sentence, and the next five. */
export const describeTimes = (spec: ScheduleSpec, now: number): string[] => [
  `${cronSentence(spec)}.`,
  'Next:',
  ...nextOf(spec, now).map((at) => `  ${formatUtcMinute(at)}`),
];
