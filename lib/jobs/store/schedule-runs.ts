import type { RunTrigger, Schedule, ScheduleRun } from '../../contract/schedule.ts';
import type { Owner } from '../owner.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';
import { scheduleById } from './schedules.ts';

type Row = Record<string, unknown>;
const textOrNull = (value: unknown): string | null => (value === null ? null : String(value));

const SELECT = `SELECT schedule, due_at, trigger, state, claimed_at, ended_at, why,
    (SELECT json_group_array(id) FROM (SELECT id FROM jobs
       WHERE jobs.schedule = schedule_runs.schedule AND jobs.schedule_due = schedule_runs.due_at ORDER BY id)) AS jobs
  FROM schedule_runs`;

const toRun = (row: Row): ScheduleRun => ({
  schedule: Number(row.schedule),
  dueAt: Number(row.due_at),
  trigger: row.trigger as RunTrigger,
  state: row.state as ScheduleRun['state'],
  claimedAt: String(row.claimed_at),
  endedAt: textOrNull(row.ended_at),
  why: textOrNull(row.why),
  jobs: (JSON.parse(String(row.jobs)) as number[]).map(String),
});

/** The newest runs of a schedule, newest first; none after `now` (milliseconds), of a clock that was ahead. */
export const runsOf = (store: JobStore, schedule: number, most = 30, now = Date.now()): ScheduleRun[] =>
  store.read(() =>
    store[SQL].prepare(`${SELECT} WHERE schedule = ? AND due_at <= ? ORDER BY due_at DESC LIMIT ?`)
      .all(schedule, now, most)
      .map(toRun),
  );

/**
 * The run of a schedule that began or ended last, due not after `now` (milliseconds); null: none. Not the newest: a run may end after many
 * later instants were recorded as missed because of it.
 */
export function lastChangedRun(store: JobStore, schedule: number, now: number): ScheduleRun | null {
  const row = store.read(() =>
    store[SQL].prepare(
      `${SELECT} WHERE schedule = ? AND due_at = (SELECT due_at FROM schedule_runs WHERE schedule = ? AND due_at <= ?
         ORDER BY coalesce(ended_at, claimed_at) DESC, due_at DESC LIMIT 1)`,
    ).get(schedule, schedule, now),
  );
  return row ? toRun(row) : null;
}

/**
 * A clock that was ahead recorded it: it has not really been missed. `claimed_at` is ISO, as `new Date().toISOString()`
 * writes it, so that it can be compared as text.
 */
const MISSED_AHEAD = `state = 'missed' AND claimed_at > ?`;

/** For so long what a clock that was ahead has recorded as missed may still run, in milliseconds. */
const ON_TIME_MS = 90_000;

/**
 * The newest instant up to `now` for which there is a run that no person started; null: none. One that is due right now and was
 * recorded as missed by a clock that was ahead does not count. Milliseconds.
 */
export function lastDue(store: JobStore, schedule: number, now: number): number | null {
  const row = store.read(() =>
    store[SQL].prepare(
      `SELECT max(due_at) AS due FROM schedule_runs
         WHERE schedule = ? AND trigger <> 'person' AND due_at <= ?
           AND NOT (due_at > ? AND ${MISSED_AHEAD})`,
    ).get(schedule, now, now - ON_TIME_MS, new Date(now).toISOString()),
  );
  return row?.due == null ? null : Number(row.due);
}

export interface Claim {
  schedule: number;
  /** Milliseconds. */
  dueAt: number;
  trigger: RunTrigger;
}

/**
 * What came of a claim. `claimed`: it is this process's. `taken`: there is a run for the instant already. `overlaps`: an
 * earlier run has not ended. `inactive`: the schedule was paused, removed or changed in the meantime.
 */
export type ClaimOutcome =
  | { outcome: 'claimed'; schedule: Schedule }
  | { outcome: 'taken' | 'inactive' }
  | { outcome: 'overlaps'; open: ScheduleRun };

/** In one transaction: of several processes exactly one gets a run. `seen`: the schedule as it was when the run became due. */
export const claimRun = (
  store: JobStore,
  { dueAt, schedule, trigger }: Claim,
  seen: Schedule | null,
  owner: Owner,
): ClaimOutcome =>
  store.transact(() => {
    const now = scheduleById(store, schedule);
    if (!now || now.removed) return { outcome: 'inactive' };
    if (trigger !== 'person' && (now.pausedAt !== null || now.changedAt !== seen?.changedAt))
      return { outcome: 'inactive' };
    const at = new Date().toISOString();
    store[SQL].prepare(`DELETE FROM schedule_runs WHERE schedule = ? AND due_at = ? AND ${MISSED_AHEAD}`).run(
      schedule,
      dueAt,
      at,
    );
    if (store[SQL].prepare('SELECT 1 FROM schedule_runs WHERE schedule = ? AND due_at = ?').get(schedule, dueAt))
      return { outcome: 'taken' };
    const open = openRun(store, schedule);
    if (open) return { outcome: 'overlaps', open };
    store[SQL].prepare(
      `INSERT INTO schedule_runs (schedule, due_at, trigger, state, claimed_at, owner, beat_at)
         VALUES (?, ?, ?, 'running', ?, ?, ?)`,
    ).run(schedule, dueAt, trigger, at, JSON.stringify(owner), at);
    return { outcome: 'claimed', schedule: now };
  });

/** Records an instant at which nothing ran. False: it has a run already. */
export const recordMissed = (store: JobStore, { dueAt, schedule }: Omit<Claim, 'trigger'>, why: string): boolean =>
  store.transact(() => {
    const at = new Date().toISOString();
    return (
      store[SQL].prepare(
        `INSERT OR IGNORE INTO schedule_runs (schedule, due_at, trigger, state, claimed_at, ended_at, why, beat_at)
           VALUES (?, ?, 'time', 'missed', ?, ?, ?, ?)`,
      ).run(schedule, dueAt, at, at, why, at).changes === 1
    );
  });

/** The run of a schedule that has not ended; null: none. */
export function openRun(store: JobStore, schedule: number): ScheduleRun | null {
  const row = store.read(() => store[SQL].prepare(`${SELECT} WHERE schedule = ? AND state = 'running'`).get(schedule));
  return row ? toRun(row) : null;
}

export interface OpenRun extends ScheduleRun {
  /** The key of the schedule's cluster. */
  cluster: string;
  owner: Owner;
  heartbeatAt: string;
  /** What it does, as the scheduler has saved it; null: not yet planned. */
  steps: unknown;
}

const CLUSTER = '(SELECT cluster FROM schedules WHERE schedules.id = schedule_runs.schedule) AS cluster';

/** Every run that has not ended, of any process. */
export const openRuns = (store: JobStore): OpenRun[] =>
  store.read(() =>
    store[SQL].prepare(`${SELECT.replace('why,', `why, owner, beat_at, steps, ${CLUSTER},`)} WHERE state = 'running'`)
      .all()
      .map((row) => ({
        ...toRun(row),
        cluster: String(row.cluster),
        owner: JSON.parse(String(row.owner)) as Owner,
        heartbeatAt: String(row.beat_at),
        steps: row.steps === null ? null : (JSON.parse(String(row.steps)) as unknown),
      })),
  );

/** Takes a run over from a dead process. False: it is no longer that process's. */
export const adoptRun = (store: JobStore, { dueAt, owner: from, schedule }: OpenRun, owner: Owner): boolean =>
  store.transact(
    () =>
      store[SQL].prepare(
        `UPDATE schedule_runs SET owner = ?, beat_at = ? WHERE schedule = ? AND due_at = ? AND state = 'running' AND owner = ?`,
      ).run(JSON.stringify(owner), new Date().toISOString(), schedule, dueAt, JSON.stringify(from)).changes === 1,
  );

type RunKey = Pick<ScheduleRun, 'schedule' | 'dueAt'>;

/** A heartbeat of this process's runs. */
export const beatRuns = (store: JobStore, owner: Owner): void =>
  store.transact(() => {
    store[SQL].prepare(`UPDATE schedule_runs SET beat_at = ? WHERE state = 'running' AND owner = ?`).run(
      new Date().toISOString(),
      JSON.stringify(owner),
    );
  });

/** Saves what a run does, and how far it is: it waits for nothing now. */
export const saveSteps = (store: JobStore, { dueAt, schedule }: RunKey, steps: unknown): void =>
  store.transact(() => {
    store[SQL].prepare('UPDATE schedule_runs SET steps = ?, why = NULL WHERE schedule = ? AND due_at = ?').run(
      JSON.stringify(steps),
      schedule,
      dueAt,
    );
  });

/** What a run that has not ended waits for, as a sentence; null: nothing. */
export const noteRun = (store: JobStore, { dueAt, schedule }: RunKey, why: string | null): void =>
  store.transact(() => {
    store[SQL].prepare(
      `UPDATE schedule_runs SET why = ? WHERE schedule = ? AND due_at = ? AND state = 'running' AND why IS NOT ?`,
    ).run(why, schedule, dueAt, why);
  });

/** Older runs of a schedule are forgotten. */
const MOST_RUNS = 500;

/** Ends a run. False: it had ended already. */
export const endRun = (
  store: JobStore,
  { dueAt, schedule }: RunKey,
  { state, why }: { state: 'good' | 'partial' | 'failed'; why: string | null },
): boolean =>
  store.transact(() => {
    const ended = store[SQL].prepare(
      `UPDATE schedule_runs SET state = ?, ended_at = ?, why = ?, steps = NULL
         WHERE schedule = ? AND due_at = ? AND state = 'running'`,
    ).run(state, new Date().toISOString(), why, schedule, dueAt);
    if (ended.changes === 1) forgetOldRuns(store, schedule);
    return ended.changes === 1;
  });

/** Their instants never become due again, wherever the clock is set: the schedule counts from them on. */
function forgetOldRuns(store: JobStore, schedule: number): void {
  const oldest = store[SQL].prepare(
    'SELECT due_at FROM schedule_runs WHERE schedule = ? ORDER BY due_at DESC LIMIT 1 OFFSET ?',
  ).get(schedule, MOST_RUNS);
  if (oldest?.due_at == null) return;
  store[SQL].prepare(`DELETE FROM schedule_runs WHERE schedule = ? AND due_at <= ? AND state <> 'running'`).run(
    schedule,
    oldest.due_at,
  );
  store[SQL].prepare('UPDATE schedules SET since = max(since, ?) WHERE id = ?').run(oldest.due_at, schedule);
}

/** Of each schedule of a cluster that runs by itself now, the newest run that has ended, and the newest good one. */
export interface LastRuns {
  last: ScheduleRun | null;
  lastGood: ScheduleRun | null;
  open: ScheduleRun | null;
}

export const lastRunsOf = (store: JobStore, schedule: number): LastRuns =>
  store.read(() => {
    const newest = (condition: string) => {
      const row = store[SQL].prepare(
        `${SELECT} WHERE schedule = ? AND due_at <= ? AND ${condition} ORDER BY due_at DESC LIMIT 1`,
      ).get(schedule, Date.now());
      return row ? toRun(row) : null;
    };
    return {
      last: newest(`state <> 'running'`),
      lastGood: newest(`state = 'good'`),
      open: newest(`state = 'running'`),
    };
  });
