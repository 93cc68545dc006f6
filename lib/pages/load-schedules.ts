import { LRUCache } from 'lru-cache';
import type { ConfiguredCluster } from '../config.ts';
import { sourcePlace } from '../contract/backup-ref.ts';
import type { JobRow } from '../contract/jobs-page.ts';
import type { RunRow, SchedulePage, ScheduleRow, SchedulesPage } from '../contract/schedules-page.ts';
import type { Schedule, ScheduleRun, ScheduleSpec } from '../contract/schedule.ts';
import { AppError } from '../errors.ts';
import { jobs, runner } from '../jobs/jobs.ts';
import { openByKeys } from '../jobs/store/find-incidents.ts';
import { outcomeOf } from '../present/job-row.ts';
import { keyOf } from '../present/overview-incidents.ts';
import { nextTimesInZone } from '../present/next-times.ts';
import { laneOf, runBar, scheduleRow } from '../present/schedule-rows.ts';
import { processGlobal } from '../process-wide.ts';
import { nextTimes } from '../scheduling/cron.ts';
import { overdueSince } from '../scheduling/overdue.ts';
import { rowOfSummary } from './load-jobs.ts';
import { timesNow, type TimesNow } from './schedule-times.ts';

const RUNS_SHOWN = 30;
const DAY_MS = 86_400_000;
export const NEXT_SHOWN = 5;

/** Every schedule of a cluster, which need not answer. */
export function loadSchedules(cluster: ConfiguredCluster, now = Date.now()): SchedulesPage {
  const read = jobs.schedules(cluster.key).map((schedule) => {
    const times = timesNow(schedule.spec, now);
    return {
      schedule,
      times,
      row: rowOf(cluster, { schedule, times, runs: jobs.runsOf(schedule.id, RUNS_SHOWN, now) }, now),
    };
  });
  return {
    takenAt: new Date(now).toISOString(),
    rows: read.map(({ row }) => row),
    nextDay: {
      from: new Date(now).toISOString(),
      to: new Date(now + DAY_MS).toISOString(),
      lanes: read
        .filter(({ schedule, times }) => schedule.pausedAt === null && times.nextDay.length > 0)
        .map(({ row, times }) => laneOf(row.name, times.nextDay)),
    },
  };
}

/** One schedule by its name, without regard to case. Throws AppError not_found. */
export function loadSchedule(cluster: ConfiguredCluster, name: string, now = Date.now()): SchedulePage {
  const schedule = scheduleOn(cluster, name);
  const { changedAt, changedBy, createdAt, createdBy, spec } = schedule;
  const runs = jobs.runsOf(schedule.id, RUNS_SHOWN, now);
  const times = timesNow(spec, now);
  return {
    takenAt: new Date(now).toISOString(),
    incident: openByKeys(runner().store, cluster.key, [keyOf('schedule', spec.name)])[0] ?? null,
    row: rowOf(cluster, { schedule, times, runs }, now),
    spec,
    place: placeInWords(cluster, spec),
    next: times.next === null ? [] : nextTimesInZone(nextTimes(spec, now, NEXT_SHOWN), spec.timeZone, now),
    runs: runs.map(runRow),
    createdAt,
    createdBy,
    changedAt,
    changedBy,
  };
}

/** A drill has a job for each alias: more of one run are on the page of jobs. */
const MOST_JOBS = 50;

function runRow(run: ScheduleRun): RunRow {
  const listed =
    run.jobs.length === 0
      ? []
      : jobs.summaries({
          schedule: run.schedule,
          due: run.dueAt,
          sort: { by: 'state', descending: false },
          limit: MOST_JOBS,
        });
  return {
    ...runBar(run),
    jobs: listed
      .map((summary) => rowOfSummary(summary))
      .sort((a, b) => rankOf(a) - rankOf(b) || Number(a.id) - Number(b.id))
      .map(({ id, partial, status, title }) => ({ id, title, status, partial })),
    jobCount: run.jobs.length,
  };
}

/** Those that did not succeed are the ones to look at; the others are in the order in which they ran. */
const rankOf = ({ partial, status }: Pick<JobRow, 'partial' | 'status'>): number =>
  status === 'succeeded' && !partial ? 2 : status === 'running' || status === 'queued' ? 1 : 0;

/** Throws AppError not_found. */
export function scheduleOn(cluster: ConfiguredCluster, name: string): Schedule {
  const schedule = jobs.scheduleNamed(cluster.key, name);
  if (schedule === null)
    throw new AppError('not_found', `There is no schedule “${name.slice(0, 60)}” on ${cluster.name}.`, {
      hint: 'The page “Schedules” lists those that exist.',
    });
  return schedule;
}

interface Read {
  schedule: Schedule;
  times: TimesNow;
  runs: readonly ScheduleRun[];
}

function rowOf(cluster: ConfiguredCluster, { runs, schedule, times }: Read, now: number): ScheduleRow {
  return scheduleRow(schedule, {
    runs,
    open: jobs.openRun(schedule.id),
    sentence: times.sentence,
    next: times.next,
    unclaimed: overdueSince(schedule, runs, now),
    outcome: runs[0]?.state === 'good' ? outcomeOfRun(runs[0]) : null,
    place: placeInWords(cluster, schedule.spec),
  });
}

const placeInWords = (cluster: ConfiguredCluster, { to }: ScheduleSpec): string =>
  to === null ? sourcePlace(cluster.backupSource) : sourcePlace(to);

/** An ended job does not change. */
const outcomes = processGlobal('outcomes-of-schedules', () => new LRUCache<string, string>({ max: 2_000 }));
/** A drill has a job for each alias. */
const MOST_OUTCOMES = 2;

function outcomeOfRun({ jobs: ids }: ScheduleRun): string | null {
  if (ids.length > MOST_OUTCOMES) return `${ids.length} jobs are done.`;
  return ids.map(outcomeOfJob).join(' ') || null;
}

function outcomeOfJob(id: string): string {
  const known = outcomes().get(id);
  if (known !== undefined) return known;
  const job = jobs.get(id);
  const outcome = (job && outcomeOf(job)) ?? '';
  outcomes().set(id, outcome);
  return outcome;
}
