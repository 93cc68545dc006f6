import { join } from 'node:path';
import type { Place } from '../backups/sources.ts';
import type { Actor, Job, JobSummary, JobWork, UnfinishedJob } from '../contract/job.ts';
import { AppError, cancelled } from '../errors.ts';
import { kinds } from '../kinds/kinds.ts';
import type { RunRegistry } from '../kinds/run-registry.ts';
import { log } from '../log.ts';
import { reapIfOrphaned } from './reap-orphaned-jobs.ts';
import { execute, interruption, saveEnding, type Execution, type JobHost } from './execute.ts';
import { AuditLogPruner } from './audit-log-pruner.ts';
import { isAlive, sameOwner, thisProcess, type Owner } from './owner.ts';
import { auditJobEnd } from './audit-job-end.ts';
import { endExpired } from './store/approvals.ts';
import { JobStore, noSuchJob, type JobFilter, type NewJob } from './store/job-store.ts';
import type { Retention } from './store/prune-audit-log.ts';
import type { AliveJob } from './store/rows.ts';

export interface RunnerOptions {
  dataDirectory: string;
  parallelJobs: number;
  place: (clusterKey: string) => Place;
  runs: RunRegistry;
  /** How long the audit log keeps its lines; left out: for good. */
  retention?: Retention;
}

const LOOK_EVERY_MS = 1000;
/** Finding out that the database is locked takes a second and a half of everybody's time: once in so often. */
const OPEN_AGAIN_AFTER_MS = 2000;
/** Other processes' deaths are looked for less often: it reads /proc. */
const RECOVER_EVERY_MS = 10_000;
/** SIGTERM to exit: an operation gets this long to close what it opened on the cluster. */
const STOP_WITHIN_MS = 8000;

/** Runs jobs in this process, as many at once as configured, in the order they were asked for. */
export class JobRunner {
  readonly owner: Owner = thisProcess('server');
  private readonly options: RunnerOptions;
  private readonly active = new Map<string, Execution>();
  private readonly stopped = new AbortController();
  private opened: JobStore | null = null;
  private closed: { why: unknown; at: number } | null = null;
  private timer: NodeJS.Timeout | undefined;
  private recoveredAt = -RECOVER_EVERY_MS;
  private pumping = false;
  private complained = false;
  private readonly keeper: AuditLogPruner | null;

  constructor(options: RunnerOptions) {
    this.options = options;
    this.keeper = options.retention ? new AuditLogPruner(options.retention) : null;
  }

  /** Opened when first needed, and tried again after a failure. Throws AppError disk. */
  get store(): JobStore {
    if (this.opened) return this.opened;
    if (this.closed !== null && performance.now() - this.closed.at < OPEN_AGAIN_AFTER_MS) throw this.closed.why;
    const began = performance.now();
    try {
      this.opened = JobStore.open(this.options.dataDirectory);
    } catch (why) {
      this.closed = performance.now() - began < 500 ? null : { why, at: performance.now() };
      throw why;
    }
    return this.opened;
  }

  /** Called once at start-up: what a dead process left running is interrupted, what it left queued is taken over. */
  wake(): void {
    if (this.timer) return;
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
    this.timer.unref();
    this.look();
  }

  start(wanted: NewJob): Job {
    if (this.stopped.signal.aborted)
      throw new AppError('refused', 'Restore Desk is being stopped and takes no new work.', {
        hint: 'Try again when it is back.',
      });
    const { job, created } = this.store.create(wanted, this.owner);
    if (created) {
      log().info(
        { job: job.id, cluster: job.cluster, kind: job.work.kind, actor: job.actor.name, title: job.title },
        'job queued',
      );
      this.wake();
      queueMicrotask(() => this.pump());
    }
    return job;
  }

  /** The request is written first; then the signal is aborted. Another process's job is stopped by that process when it sees the request. */
  cancel(id: string, actor: Actor, reason: string | null = null): Job {
    const job = this.store.requestCancel(id, actor.name);
    const running = this.active.get(id);
    if (reason !== null) {
      const text = `${actor.name} asked for it to be cancelled: “${reason}”`;
      if (running) running.active.log(text);
      else this.store.appendLog(id, [{ at: new Date().toISOString(), text }]);
    }
    if (running) {
      running.active.log(`Cancelled by ${actor.name}.`);
      running.active.stop('cancel', cancelled(`Cancelled by ${actor.name}.`));
    } else if (job.status === 'queued') {
      this.store.end(id, { status: 'cancelled', resumable: false });
    } else {
      const alive = this.store.alive().find((one) => one.id === id);
      if (alive && !isAlive(alive.owner, alive.beatAt)) this.bury(alive);
    }
    return this.get(id) ?? job;
  }

  /** A job that can be taken up again. Throws not_found, refused (also for every deletion). */
  resumable(id: string): UnfinishedJob {
    const old = this.store.get(id);
    if (!old) throw noSuchJob(id);
    if (old.status === 'queued' || old.status === 'running')
      throw new AppError('refused', `Job ${id} is not over yet.`, { hint: 'Cancel it first, or wait.' });
    refuseWhatIsPlannedAgain(old);
    if (old.status === 'succeeded')
      throw new AppError('refused', `Job ${id} succeeded: there is nothing to resume.`, {
        hint: 'Make a new plan to do it once more.',
      });
    return old;
  }

  /**
   * A new job that goes on from the old one's checkpoint, or starts it again where there is none; `work`: with less to
   * do. Throws busy, not_found, refused.
   */
  resume(id: string, actor: Actor, work?: JobWork): Job {
    const old = this.resumable(id);
    return this.start({
      cluster: old.cluster,
      actor,
      work: work ?? old.work,
      follows: id,
      key: `resume of ${id}`,
      ...(old.resumable ? { checkpoint: this.store.checkpoint(id) } : {}),
    });
  }

  get(id: string): Job | null {
    const job = this.store.get(id);
    const progress = this.active.get(id)?.active.progress;
    return job?.status === 'running' && progress ? { ...job, progress } : job;
  }

  list(filter: JobFilter = {}): Job[] {
    return this.store.list(filter);
  }

  summaries(filter: JobFilter = {}): JobSummary[] {
    return this.store
      .summaries(filter)
      .map((summary) => ({ ...summary, progress: this.active.get(summary.id)?.active.progress ?? summary.progress }));
  }

  log(id: string, fromSeq = 1, limit = 1000): ReturnType<JobStore['log']> {
    return this.store.log(id, fromSeq, limit);
  }

  /** A folder of the job's own: rejected documents. */
  directory(id: string): string {
    return join(this.options.dataDirectory, 'jobs', id);
  }

  /** No new work; running jobs get some seconds to put away what they hold, their checkpoints are saved, and they are interrupted. */
  async stop(withinMs = STOP_WITHIN_MS): Promise<void> {
    this.stopped.abort();
    clearInterval(this.timer);
    const running = [...this.active.values()];
    for (const { active } of running) {
      try {
        active.flush();
      } catch (error) {
        log().error({ job: active.id, err: error }, 'The checkpoint of a job could not be saved.');
      }
      active.stop('shutdown', cancelled('Restore Desk is being stopped.'));
    }
    await Promise.race([Promise.all(running.map(({ ended }) => ended)), within(withinMs)]);
    for (const { active } of this.active.values()) this.interrupt(active);
    this.opened?.close();
    this.opened = null;
  }

  /** What has not ended by now: written at the last moment, and worth waiting for. */
  private interrupt(active: Execution['active']): void {
    active.close();
    try {
      saveEnding(this.store, active, interruption(active));
    } catch (error) {
      log().error({ job: active.id, err: error }, 'The outcome of a job could not be saved.');
    }
  }

  private look(): void {
    try {
      this.store.withoutWaiting(() => {
        const now = performance.now();
        if (now - this.recoveredAt >= RECOVER_EVERY_MS) {
          this.recoveredAt = now;
          this.recover();
          endExpired(this.store);
        }
        for (const [id, { active }] of this.active) {
          // Asked for by another process.
          const by = active.cause === null ? this.store.cancelRequestedBy(id) : null;
          if (by !== null) active.stop('cancel', cancelled(`Cancelled by ${by}.`));
        }
        this.pump();
        this.keeper?.look(this.store);
      });
      this.complained = false;
    } catch (error) {
      if (!this.complained) log().error({ err: error }, 'The jobs could not be looked after; trying again.');
      this.complained = true;
    }
  }

  private recover(): void {
    for (const alive of this.store.alive()) {
      if (sameOwner(alive.owner, this.owner) || isAlive(alive.owner, alive.beatAt)) continue;
      this.bury(alive);
    }
  }

  /** A job whose process is gone. */
  private bury(alive: AliveJob): void {
    const { cancelRequested, id, owner, status } = alive;
    if (status === 'queued' && !cancelRequested && owner.kind === 'server') {
      if (this.store.adopt(id, owner, this.owner))
        this.store.appendLog(id, [{ at: new Date().toISOString(), text: TAKEN_OVER }]);
      return;
    }
    const job = reapIfOrphaned(this.store, alive) ? this.store.get(id) : null;
    if (job) auditJobEnd(this.store, job);
  }

  private pump(): void {
    if (this.pumping || this.stopped.signal.aborted) return;
    this.pumping = true;
    try {
      if (this.active.size >= this.options.parallelJobs) return;
      for (const alive of this.store.alive()) {
        if (this.active.size >= this.options.parallelJobs) break;
        const { cancelRequested, id, owner, status } = alive;
        if (status !== 'queued' || this.active.has(id) || !sameOwner(owner, this.owner)) continue;
        if (cancelRequested) this.store.end(id, { status: 'cancelled', resumable: false });
        else if (this.store.begin(id, this.owner)) this.launch(alive);
      }
    } catch (error) {
      log().error({ err: error }, 'Queued jobs could not be started; trying again.');
    } finally {
      this.pumping = false;
    }
  }

  private launch({ job, checkpoint }: AliveJob): void {
    const execution = execute(job, checkpoint, this.host());
    this.active.set(job.id, execution);
    void execution.ended.then(() => {
      this.active.delete(job.id);
      queueMicrotask(() => this.pump());
    });
  }

  private host(): JobHost {
    const { place, runs } = this.options;
    return {
      store: this.store,
      owner: this.owner,
      runs,
      place: ({ cluster }) => place(cluster),
      directory: (id) => this.directory(id),
      // As long as this process lives.
      outcomePatience: { totalMs: Infinity, signal: this.stopped.signal },
    };
  }
}

const TAKEN_OVER = 'Taken over from the queue of a Restore Desk that stopped before this job began.';

/** An old plan knows neither the cluster as it is now nor the name that must be typed. */
function refuseWhatIsPlannedAgain({ id, work }: Job): void {
  const { resume } = kinds.of(work);
  if (resume.allowed) return;
  const { message, hint } = resume.refusal(id);
  throw new AppError('refused', message, { hint });
}

const within = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
