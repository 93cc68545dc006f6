import { scheduleSpec, type RunState, type Schedule, type ScheduleSelection } from '../../lib/contract/schedule.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { claimRun, endRun, recordMissed } from '../../lib/jobs/store/schedule-runs.ts';
import { addSchedule, changeSchedule, removeSchedule, schedules } from '../../lib/jobs/store/schedules.ts';
import { quietLog } from '../../lib/log.ts';
import type { SampleBackup } from './fill-cluster.ts';
import { NightlyJobs } from './nightly-jobs.ts';
import { olderBackup } from './older-backups.ts';
import type { Timeline } from './timeline.ts';
import { atTime } from './with-shifted-clock.ts';

interface SchedulesOptions {
  /** The key under which the dashboard knows the cluster. */
  cluster: string;
  dataDirectory: string;
  timeline: Timeline;
  /** Those of the timeline. */
  backups: readonly SampleBackup[];
  now?: Date;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;

/** What an operator forgot is not in it: `metasearch` is no longer backed up. */
const nightlyOf = (...aliases: string[]) =>
  scheduleSpec.parse({
    name: 'Nightly backup',
    kind: 'backup',
    what: { aliases },
    cron: '0 3 * * *',
    timeZone: 'UTC',
    missed: 'record',
    // As many as the timeline has of each alias.
    retention: { daily: 3 },
  });
const NIGHTS = 30;
/** What it backed up, since how many nights ago: the first backups of the other aliases are those of the timeline. */
const NIGHTLY: readonly { since: number; spec: ReturnType<typeof nightlyOf> }[] = [
  { since: NIGHTS - 1, spec: nightlyOf('government') },
  { since: 1, spec: nightlyOf('government', 'govuk') },
  { since: 0, spec: nightlyOf('detailed', 'government', 'govuk', 'page-traffic') },
];
/** By the number of nights ago. `left`: the alias that was not backed up. */
const BAD_NIGHTS: readonly { ago: number; state: 'partial' | 'failed' | 'missed'; why: string; left?: string }[] = [
  {
    ago: 1,
    state: 'partial',
    why: 'govuk was not backed up: the connection to the cluster broke.',
    left: 'govuk',
  },
  { ago: 12, state: 'failed', why: 'The cluster did not answer.' },
  { ago: 19, state: 'missed', why: 'Restore Desk did not run at this time.' },
];

export const DRILL_NAME = 'Drill';
/** Without a limit, so that the times of its drills say how long a restore takes. */
const drillOf = (what: ScheduleSelection) =>
  scheduleSpec.parse({
    name: DRILL_NAME,
    kind: 'drill',
    what,
    cron: '0 4 * * *',
    timeZone: 'UTC',
    missed: 'record',
  });
/** When the last drill ran, whose jobs `fillDrills` adds. Milliseconds. */
export const lastDrillOf = ({ lastNight }: Timeline): number => lastNight.getTime() - DAY_MS + HOUR_MS;

/**
 * Two schedules with their runs and jobs, as a dashboard would have recorded them, instead of all schedules that there
 * are. The last run of the drill was missed. Nothing of the past is due: the start of a dashboard starts neither.
 * `fillDrills` adds the jobs of the drill.
 */
export function fillSchedules({ cluster, dataDirectory, timeline, backups, now = new Date() }: SchedulesOptions): void {
  quietLog();
  const store = JobStore.open(dataDirectory);
  try {
    // At once: a dashboard that runs must not see a schedule without its runs.
    store.transact(() => {
      for (const { id } of schedules(store, cluster)) removeSchedule(store, id, { by: OPERATOR, now: now.getTime() });
      addNightly(store, cluster, timeline, backups, now);
      addDrill(store, cluster, timeline, now);
    });
  } finally {
    store.close();
  }
}

const OPERATOR = 'sample data';

function addNightly(
  store: JobStore,
  cluster: string,
  { events, lastNight }: Timeline,
  backups: readonly SampleBackup[],
  now: Date,
): void {
  const night = (ago: number) => lastNight.getTime() - ago * DAY_MS;
  const jobs = new NightlyJobs(store);
  let schedule = addSchedule(store, cluster, NIGHTLY[0]!.spec, { by: OPERATOR, now: night(NIGHTS) });
  for (let ago = NIGHTS - 1; ago >= 0; ago--) {
    const dueAt = night(ago);
    const changed = NIGHTLY.find(({ since }) => since === ago && since < NIGHTS - 1);
    if (changed)
      schedule = changeSchedule(
        store,
        { id: schedule.id, seen: null, spec: changed.spec },
        { by: OPERATOR, now: dueAt - 10 * HOUR_MS },
      );
    const { left, state, why } = BAD_NIGHTS.find((each) => each.ago === ago) ?? { state: 'good', why: null };
    addRun(store, schedule, {
      dueAt,
      state,
      why,
      work: () =>
        state === 'failed'
          ? dueAt + MINUTE_MS
          : jobs.add(
              schedule,
              dueAt,
              backupsOfNight(schedule, dueAt, backups, events),
              backups.find(({ alias }) => alias === left),
            ),
    });
  }
  // In the first hours of a day the sample's last night is the one before: the night that has just passed is not missed.
  if (now.getTime() - lastNight.getTime() >= DAY_MS)
    store[SQL].prepare('UPDATE schedules SET since = ? WHERE id = ?').run(now.getTime(), schedule.id);
}

/** Those of the timeline; before it the one of the first alias, whose file was deleted by the rules. */
function backupsOfNight(
  { spec }: Schedule,
  dueAt: number,
  backups: readonly SampleBackup[],
  events: Timeline['events'],
): SampleBackup[] {
  const covered = backups.filter(({ alias }) => !spec.what.all && spec.what.aliases.includes(alias));
  const made = covered.filter(({ at }) => at.getTime() >= dueAt && at.getTime() < dueAt + HOUR_MS);
  const [oldest] = covered;
  return made.length > 0 || oldest === undefined ? made : [olderBackup(oldest, new Date(dueAt), events)];
}

/**
 * A new schedule, of the aliases that have backups by then: an hour later, twice. Since then it has missed its time.
 * The failed run ended before it had a job.
 */
function addDrill(store: JobStore, cluster: string, timeline: Timeline, now: Date): void {
  const last = lastDrillOf(timeline);
  const backedUp = drillOf({ all: false, aliases: ['government', 'metasearch'], indices: [] });
  const schedule = addSchedule(store, cluster, backedUp, { by: OPERATOR, now: last - DAY_MS - 12 * HOUR_MS });
  addRun(store, schedule, {
    dueAt: last - DAY_MS,
    state: 'failed',
    why: 'The cluster did not answer.',
    work: () => last - DAY_MS + MINUTE_MS,
  });
  addRun(store, schedule, { dueAt: last, state: 'good', why: null, work: () => last + 3 * MINUTE_MS });
  const change = { by: OPERATOR, now: last + 10 * HOUR_MS };
  changeSchedule(
    store,
    { id: schedule.id, seen: null, spec: drillOf({ all: true, aliases: [], indices: [] }) },
    change,
  );
  for (let dueAt = last + DAY_MS; dueAt <= now.getTime(); dueAt += DAY_MS)
    addRun(store, schedule, { dueAt, state: 'missed', why: 'Restore Desk did not run at this time.' });
}

interface SampleRun {
  dueAt: number;
  state: Exclude<RunState, 'running'>;
  why: string | null;
  /** Called while it runs. Returns when it has ended, in milliseconds. */
  work?: () => number;
}

function addRun(store: JobStore, schedule: Schedule, { dueAt, state, why, work }: SampleRun): void {
  const key = { schedule: schedule.id, dueAt };
  if (state === 'missed') {
    // Not in the future, where a clock that was ahead would have recorded it.
    atTime(new Date(Math.min(dueAt + 5 * HOUR_MS, Date.now())), () => recordMissed(store, key, why!));
    return;
  }
  const owner = thisProcess('command line');
  atTime(new Date(dueAt + 1000), () => claimRun(store, { ...key, trigger: 'time' }, schedule, owner));
  const end = work?.() ?? dueAt;
  atTime(new Date(end + 1000), () => endRun(store, key, { state, why }));
}
