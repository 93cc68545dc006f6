import { scheduleSpec, type RunState, type Schedule } from '../../lib/contract/schedule.ts';
import { auditJobEnd } from '../../lib/jobs/audit-job-end.ts';
import { thisProcess } from '../../lib/jobs/owner.ts';
import { scheduleActor } from '../../lib/jobs/scheduler/schedule-actor.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { claimRun, endRun, recordMissed } from '../../lib/jobs/store/schedule-runs.ts';
import { addSchedule, removeSchedule, schedules } from '../../lib/jobs/store/schedules.ts';
import type { BackupResult, BackupWork } from '../../lib/kinds/backup/schema.ts';
import type { SampleBackup } from './fill-cluster.ts';
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

/** What an operator forgot is not in it: `metasearch` is no longer backed up. */
const NIGHTLY = scheduleSpec.parse({
  name: 'Nightly backup',
  kind: 'backup',
  what: { aliases: ['detailed', 'government', 'govuk', 'page-traffic'] },
  cron: '0 3 * * *',
  timeZone: 'UTC',
  missed: 'record',
  retention: { daily: 14, weekly: 8 },
});
const NIGHTS = 30;
/** By the number of nights ago. */
const BAD_NIGHTS: readonly { ago: number; state: 'partial' | 'failed' | 'missed'; why: string }[] = [
  { ago: 1, state: 'partial', why: 'govuk was not backed up: the connection to the cluster broke.' },
  { ago: 12, state: 'failed', why: 'The cluster did not answer.' },
  { ago: 19, state: 'missed', why: 'Restore Desk did not run at this time.' },
];

export const DRILL_NAME = 'Drill';
/** An hour later. Without a limit, so that the times of its drills say how long a restore takes. */
const DRILL = scheduleSpec.parse({
  name: DRILL_NAME,
  kind: 'drill',
  what: { all: true },
  cron: '0 4 * * *',
  timeZone: 'UTC',
  missed: 'record',
});
/** When the last drill ran, whose jobs `fillDrills` adds. Milliseconds. */
export const lastDrillOf = ({ lastNight }: Timeline): number => lastNight.getTime() - DAY_MS + HOUR_MS;

/**
 * Two schedules with the runs of the last weeks, as a dashboard would have recorded them, instead of all that there are. The
 * last run of the drill was missed. Nothing of the past is due: the start of a dashboard starts neither.
 */
export function fillSchedules({ cluster, dataDirectory, timeline, backups, now = new Date() }: SchedulesOptions): void {
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
  { lastNight }: Timeline,
  backups: readonly SampleBackup[],
  now: Date,
): void {
  const night = (ago: number) => lastNight.getTime() - ago * DAY_MS;
  const schedule = addSchedule(store, cluster, NIGHTLY, { by: OPERATOR, now: night(NIGHTS) });
  for (let ago = NIGHTS - 1; ago >= 0; ago--) {
    const bad = BAD_NIGHTS.find((each) => each.ago === ago);
    const made = backups.filter(({ alias, at }) => NIGHTLY.what.aliases.includes(alias) && isSameNight(at, night(ago)));
    addRun(store, schedule, {
      dueAt: night(ago),
      minutes: bad?.state === 'failed' ? 1 : 4,
      state: bad?.state ?? 'good',
      why: bad?.why ?? null,
      work: () => ago === 0 && addBackupJob(store, schedule, night(ago), made),
    });
  }
  // In the first hours of a day the sample's last night is the one before: the night that has just passed is not missed.
  if (now.getTime() - lastNight.getTime() >= DAY_MS)
    store[SQL].prepare('UPDATE schedules SET since = ? WHERE id = ?').run(now.getTime(), schedule.id);
}

const isSameNight = (at: Date, night: number): boolean => at.getTime() >= night && at.getTime() < night + HOUR_MS;

/** Since last night it has missed its time. */
function addDrill(store: JobStore, cluster: string, timeline: Timeline, now: Date): void {
  const last = lastDrillOf(timeline);
  const first = last - (NIGHTS - 2) * DAY_MS;
  const schedule = addSchedule(store, cluster, DRILL, { by: OPERATOR, now: first - DAY_MS });
  for (let dueAt = first; dueAt <= now.getTime(); dueAt += DAY_MS) {
    const failed = last - dueAt === 10 * DAY_MS;
    const [state, why] =
      dueAt > last
        ? (['missed', 'Restore Desk did not run at this time.'] as const)
        : failed
          ? (['failed', 'The cluster did not answer.'] as const)
          : (['good', null] as const);
    addRun(store, schedule, { dueAt, minutes: 3, state, why });
  }
}

interface SampleRun {
  dueAt: number;
  minutes: number;
  state: Exclude<RunState, 'running'>;
  why: string | null;
  /** Called while it runs. */
  work?: () => unknown;
}

function addRun(store: JobStore, schedule: Schedule, { dueAt, minutes, state, why, work }: SampleRun): void {
  const key = { schedule: schedule.id, dueAt };
  const begin = new Date(dueAt + 1000);
  const end = new Date(dueAt + minutes * 60_000);
  if (state === 'missed') {
    atTime(new Date(dueAt + 5 * HOUR_MS), () => recordMissed(store, key, why!));
    return;
  }
  atTime(begin, () => claimRun(store, { ...key, trigger: 'time' }, schedule, thisProcess('command line')));
  work?.();
  atTime(end, () => endRun(store, key, { state, why }));
}

/** The job of a night's backups, which the timeline made one alias after the other. */
function addBackupJob(
  store: JobStore,
  { cluster, id, spec }: Schedule,
  dueAt: number,
  made: readonly SampleBackup[],
): void {
  const [first] = made;
  if (first === undefined) return;
  const sum = (numbers: readonly (number | null)[]) => numbers.reduce<number>((total, each) => total + (each ?? 0), 0);
  const plans = made.map(({ plan }) => plan);
  const results = made.map(({ result }) => result);
  const work: BackupWork = {
    kind: 'backup',
    plan: {
      ...first.plan,
      indices: plans.flatMap(({ indices }) => indices),
      checks: plans.flatMap(({ checks }) => checks),
      requests: plans.flatMap(({ requests }) => requests),
      documents: sum(plans.map(({ documents }) => documents)),
      primaryBytes: sum(plans.map(({ primaryBytes }) => primaryBytes)),
    },
  };
  const result: BackupResult = {
    ...first.result,
    backups: results.flatMap((each) => each.backups),
    documents: sum(results.map(({ documents }) => documents)),
    bytes: sum(results.map(({ bytes }) => bytes)),
    seconds: sum(results.map(({ seconds }) => seconds)),
  };
  const { job } = atTime(new Date(dueAt + 2000), () =>
    store.create(
      { cluster, actor: scheduleActor(spec.name), work, schedule: { id, dueAt } },
      thisProcess('command line'),
      'running',
    ),
  );
  atTime(new Date(dueAt + 4 * 60_000), () => {
    store.end(job.id, { status: 'succeeded', result });
    auditJobEnd(store, store.get(job.id)!);
  });
}
