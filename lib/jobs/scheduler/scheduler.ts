import type { Schedule } from '../../contract/schedule.ts';
import { log } from '../../log.ts';
import { nextTimes } from '../../scheduling/cron.ts';
import { dueInstants } from '../../scheduling/due.ts';
import { isAlive, sameOwner } from '../owner.ts';
import { isDatabaseFailure, type JobStore } from '../store/job-store.ts';
import { adoptRun, beatRuns, claimRun, lastDue, openRuns, type OpenRun } from '../store/schedule-runs.ts';
import { schedules } from '../store/schedules.ts';
import { carryOutRun } from './carry-out-run.ts';
import { claimForPerson } from './claim-for-person.ts';
import { ClockWatch } from './clock-watch.ts';
import { LeftoverSweep } from './leftover-sweep.ts';
import { recordMissedRuns } from './record-missed.ts';
import type { RunHost, RunToCarryOut } from './run-host.ts';

const BEAT_EVERY_MS = 5_000;
/** Searching for runs of dead processes reads /proc. */
const ADOPT_EVERY_MS = 10_000;
/** After a failure of the jobs' database. */
const RETRY_AFTER_MS = 5_000;

type RunKey = Pick<OpenRun, 'schedule' | 'dueAt'>;
const keyOf = ({ dueAt, schedule }: RunKey): string => `${schedule} ${dueAt}`;

/**
 * Starts what is due, in this process. Several processes may do so on one database: each instant of a schedule is claimed once,
 * in one transaction. A clock that is set forward or back starts nothing twice, because what was claimed is kept by its instant.
 */
export class Scheduler {
  readonly #host: RunHost;
  readonly #clock = new ClockWatch();
  readonly #leftovers: LeftoverSweep;
  /** Runs that this process carries out. */
  readonly #active = new Map<string, Promise<void>>();
  /** Runs whose database failed, and when they are tried again (monotonic clock). */
  readonly #retryAt = new Map<string, number>();
  /** The next instant of each schedule, so that most calls compute none. */
  readonly #next = new Map<number, { changedAt: string; checkedAt: number; dueAt: number }>();
  readonly #startedAtMs = performance.now();
  #beatAtMs = -Infinity;
  #adoptedAtMs = -Infinity;

  constructor(host: RunHost) {
    this.#host = host;
    this.#leftovers = new LeftoverSweep(host);
  }

  /** Called about every second. Returns at once; throws AppError disk, and the next call tries again. */
  tick(store: JobStore): void {
    const steady = performance.now();
    if (this.#active.size > 0 && steady - this.#beatAtMs >= BEAT_EVERY_MS) {
      beatRuns(store, this.#host.owner);
      this.#beatAtMs = steady;
    }
    const adopting = steady - this.#adoptedAtMs >= ADOPT_EVERY_MS;
    if (adopting) this.#adoptedAtMs = steady;
    this.#leftovers.sweepWhenDue(store);
    for (const run of openRuns(store)) this.#continue(store, run, adopting);
    if (!this.#clock.isSettled()) return;
    for (const schedule of schedules(store)) if (schedule.pausedAt === null) this.#startOne(store, schedule);
  }

  /** Starts a run for a person, also of a paused schedule. Throws AppError busy where one has not ended, not_found. */
  runNow(store: JobStore, schedule: number): { dueAt: number } {
    const { dueAt, run } = claimForPerson(store, schedule, this.#host);
    this.#begin(run);
    return { dueAt };
  }

  /** Resolves when no run is carried out by this process: after its signal was aborted, soon. */
  async settled(): Promise<void> {
    await Promise.all([...this.#active.values(), this.#leftovers.settled()]);
  }

  /** A run of this process that isn't carried out (its database failed), or of one that is dead. */
  #continue(store: JobStore, run: OpenRun, adopting: boolean): void {
    if (this.#active.has(keyOf(run)) || this.#host.clusterOf(run.cluster) === null) return;
    if (sameOwner(run.owner, this.#host.owner)) {
      if (performance.now() >= (this.#retryAt.get(keyOf(run)) ?? 0)) this.#begin(run);
    } else if (adopting && !isAlive(run.owner, run.heartbeatAt) && adoptRun(store, run, this.#host.owner)) {
      log().info({ schedule: run.schedule, due: new Date(run.dueAt) }, 'run of a schedule taken over');
      this.#begin(run);
    }
  }

  /** One schedule that can't be run holds up no other. Throws AppError disk. */
  #startOne(store: JobStore, schedule: Schedule): void {
    try {
      this.#startDue(store, schedule);
    } catch (error) {
      if (isDatabaseFailure(error)) throw error;
      const { changedAt, id, spec } = schedule;
      log().error({ schedule: spec.name, err: error }, 'A schedule can’t be run until it is changed.');
      this.#next.set(id, { changedAt, checkedAt: Date.now(), dueAt: Infinity });
    }
  }

  #startDue(store: JobStore, schedule: Schedule): void {
    const now = Date.now();
    if (this.#host.clusterOf(schedule.cluster) === null || !this.#mayBeDue(schedule, now)) return;
    const upSince = now - (performance.now() - this.#startedAtMs);
    const due = dueInstants(schedule, lastDue(store, schedule.id, now), now, upSince);
    recordMissedRuns(store, schedule, due);
    if (due.run !== null) this.#claim(store, schedule, due.run);
    this.#next.set(schedule.id, {
      changedAt: schedule.changedAt,
      checkedAt: now,
      dueAt: nextTimes(schedule.spec, now, 1)[0] ?? Infinity,
    });
  }

  #mayBeDue({ changedAt, id }: Schedule, now: number): boolean {
    const known = this.#next.get(id);
    return known === undefined || known.changedAt !== changedAt || now >= known.dueAt || now < known.checkedAt;
  }

  #claim(store: JobStore, schedule: Schedule, due: { dueAt: number; trigger: 'time' | 'late' }): void {
    const claimed = claimRun(store, { schedule: schedule.id, ...due }, schedule, this.#host.owner);
    if (claimed.outcome === 'claimed') {
      log().info({ schedule: schedule.spec.name, cluster: schedule.cluster, due: new Date(due.dueAt) }, 'schedule due');
      this.#begin({ schedule: schedule.id, ...due, steps: null });
    } else if (claimed.outcome === 'overlaps') {
      const since = new Date(claimed.open.dueAt).toISOString().slice(0, 16).replace('T', ' ');
      const overlapped = { missed: [due.dueAt], earlier: 0 };
      recordMissedRuns(store, schedule, overlapped, `The run of ${since} UTC had not ended.`);
    }
  }

  #begin(run: RunToCarryOut): void {
    const key = keyOf(run);
    this.#retryAt.delete(key);
    const ended = carryOutRun(this.#host, run)
      .then(() => undefined)
      .catch((error: unknown) => {
        // The next process continues it.
        if (this.#host.signal.aborted) return;
        log().error({ schedule: run.schedule, err: error }, 'The run of a schedule could not be saved; trying again.');
        this.#retryAt.set(key, performance.now() + RETRY_AFTER_MS);
      })
      .finally(() => this.#active.delete(key));
    this.#active.set(key, ended);
  }
}
