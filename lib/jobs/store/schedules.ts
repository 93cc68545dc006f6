import { personKey } from '../../contract/person.ts';
import { scheduleSpec, type Schedule, type ScheduleSpec } from '../../contract/schedule.ts';
import { AppError } from '../../errors.ts';
import { log } from '../../log.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';
import { jobNumber } from './rows.ts';

type Row = Record<string, unknown>;

const COLUMNS =
  'id, cluster, spec, since, paused_at, paused_by, created_at, created_by, changed_at, changed_by, removed_at';

/** Throws if another version of Restore Desk wrote a spec that this one does not understand. */
const toSchedule = (row: Row): Schedule => ({
  id: Number(row.id),
  cluster: String(row.cluster),
  spec: scheduleSpec.parse(JSON.parse(String(row.spec))),
  since: Number(row.since),
  pausedAt: textOrNull(row.paused_at),
  pausedBy: textOrNull(row.paused_by),
  createdAt: String(row.created_at),
  createdBy: String(row.created_by),
  changedAt: String(row.changed_at),
  changedBy: String(row.changed_by),
});

const textOrNull = (value: unknown): string | null => (value === null ? null : String(value));

/**
 * Those of a cluster, by name; without a cluster, of all. One that another version has written and this one can't read is left
 * out, and said in the log.
 */
export const schedules = (store: JobStore, cluster?: string): Schedule[] =>
  rowsOf(store, cluster).flatMap((row) => readable(row) ?? []);

/** Whether `schedules` leaves one of a cluster out: what it keeps is unknown. */
export const hasUnreadableSchedule = (store: JobStore, cluster: string): boolean =>
  rowsOf(store, cluster).some((row) => readable(row) === null);

const rowsOf = (store: JobStore, cluster?: string): Row[] =>
  store.read(() =>
    store[SQL].prepare(
      `SELECT ${COLUMNS} FROM schedules WHERE removed_at IS NULL AND (? IS NULL OR cluster = ?) ORDER BY cluster, name_key`,
    ).all(cluster ?? null, cluster ?? null),
  );

/** By the text of the spec: said once. */
const unreadable = new Set<string>();

function readable(row: Row): Schedule | null {
  try {
    return toSchedule(row);
  } catch (error) {
    const spec = String(row.spec);
    if (!unreadable.has(spec))
      log().error({ schedule: row.id, err: error }, 'A schedule can’t be read: it does not run.');
    unreadable.add(spec);
    return null;
  }
}

/** By its name, without regard to case; null: there is none. */
export function scheduleNamed(store: JobStore, cluster: string, name: string): Schedule | null {
  const row = store.read(() =>
    store[SQL].prepare(
      `SELECT ${COLUMNS} FROM schedules WHERE cluster = ? AND name_key = ? AND removed_at IS NULL`,
    ).get(cluster, personKey(name)),
  );
  return row ? toSchedule(row) : null;
}

/** Also one that was removed, whose name its runs still need; null: there never was one. */
export function scheduleById(store: JobStore, id: number): (Schedule & { removed: boolean }) | null {
  const row = store.read(() => store[SQL].prepare(`SELECT ${COLUMNS} FROM schedules WHERE id = ?`).get(id));
  return row ? { ...toSchedule(row), removed: row.removed_at !== null } : null;
}

/** The schedule that started a job. */
export interface ScheduleOfJob {
  name: string;
  removed: boolean;
  /** The instant of the run, in milliseconds. */
  dueAt: number;
}

/** null: no schedule started it. */
export function scheduleOfJob(store: JobStore, job: string): ScheduleOfJob | null {
  const row = store.read(() =>
    store[SQL].prepare(
      `SELECT spec, removed_at, schedule_due FROM jobs JOIN schedules ON schedules.id = jobs.schedule WHERE jobs.id = ?`,
    ).get(jobNumber(job)),
  );
  if (!row) return null;
  return {
    name: (JSON.parse(String(row.spec)) as { name: string }).name,
    removed: row.removed_at !== null,
    dueAt: Number(row.schedule_due),
  };
}

/** Who changes a schedule, and when. `now`: milliseconds. */
export interface ScheduleChange {
  by: string;
  now: number;
}

/** Throws AppError invalid_input where another schedule of the cluster has the name. */
export const addSchedule = (
  store: JobStore,
  cluster: string,
  spec: ScheduleSpec,
  { by, now }: ScheduleChange,
): Schedule =>
  store.transact(() => {
    requireFreeName(store, cluster, spec.name, null);
    const at = new Date(now).toISOString();
    store[SQL].prepare(
      `INSERT INTO schedules (cluster, name_key, spec, since, created_at, created_by, changed_at, changed_by)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(cluster, personKey(spec.name), JSON.stringify(spec), now, at, by, at, by);
    return scheduleNamed(store, cluster, spec.name)!;
  });

/**
 * Changes what a schedule does. `seen`: its `changedAt` as it was displayed; null: whatever it is. Throws AppError
 * not_found, plan_changed where somebody else has changed it since, invalid_input where another one has the name.
 */
export const changeSchedule = (
  store: JobStore,
  { id, seen, spec }: { id: number; seen: string | null; spec: ScheduleSpec },
  { by, now }: ScheduleChange,
): Schedule =>
  store.transact(() => {
    const before = requireSchedule(store, id);
    if (seen !== null && before.changedAt !== seen)
      throw new AppError('plan_changed', `${before.changedBy} has changed ${before.spec.name} in the meantime.`, {
        hint: 'Look at it again, and change what still needs to be.',
      });
    requireFreeName(store, before.cluster, spec.name, id);
    // What has become due by other times did not run by them: it was not missed.
    const otherTimes = spec.cron !== before.spec.cron || spec.timeZone !== before.spec.timeZone;
    store[SQL].prepare(
      'UPDATE schedules SET name_key = ?, spec = ?, since = ?, changed_at = ?, changed_by = ? WHERE id = ?',
    ).run(personKey(spec.name), JSON.stringify(spec), otherTimes ? now : before.since, changeTime(before, now), by, id);
    return requireSchedule(store, id);
  });

/** A paused schedule misses nothing. Resuming one that is active, or pausing a paused one, changes nothing. */
export const pauseSchedule = (store: JobStore, id: number, paused: boolean, { by, now }: ScheduleChange): Schedule =>
  store.transact(() => {
    const before = requireSchedule(store, id);
    if ((before.pausedAt !== null) === paused) return before;
    const at = changeTime(before, now);
    store[SQL].prepare(
      'UPDATE schedules SET paused_at = ?, paused_by = ?, since = ?, changed_at = ?, changed_by = ? WHERE id = ?',
    ).run(paused ? at : null, paused ? by : null, paused ? before.since : now, at, by, id);
    return requireSchedule(store, id);
  });

/** A running run ends by itself; no other follows. Throws AppError not_found. */
export const removeSchedule = (store: JobStore, id: number, { by, now }: ScheduleChange): Schedule =>
  store.transact(() => {
    const before = requireSchedule(store, id);
    const at = changeTime(before, now);
    store[SQL].prepare('UPDATE schedules SET removed_at = ?, changed_at = ?, changed_by = ? WHERE id = ?').run(
      at,
      at,
      by,
      id,
    );
    return before;
  });

function requireSchedule(store: JobStore, id: number): Schedule {
  const schedule = scheduleById(store, id);
  if (schedule && !schedule.removed) return schedule;
  throw new AppError(
    'not_found',
    `There is no ${schedule ? `schedule ${schedule.spec.name} any more` : 'such schedule'}.`,
    {
      hint: 'The page “Schedules” lists those that exist.',
    },
  );
}

/** Throws AppError invalid_input where a schedule of the cluster other than `but` has the name. */
export function requireFreeName(store: JobStore, cluster: string, name: string, but: number | null): void {
  const other = scheduleNamed(store, cluster, name);
  if (other === null || other.id === but) return;
  throw new AppError('invalid_input', `There is a schedule named ${other.spec.name} already.`, {
    hint: 'Choose another name, or change that schedule.',
    details: { fields: { name: 'Another schedule has this name.' } },
  });
}

/** Identifies a change, so that no two of one schedule have the same time. */
const changeTime = (before: Schedule, now: number): string =>
  new Date(Math.max(now, Date.parse(before.changedAt) + 1)).toISOString();
