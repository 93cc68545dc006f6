import { join } from 'node:path';
import type { Place } from '../backups/sources.ts';
import type { Actor, Job, JobStatus, JobSummary, JobWork, UnfinishedJob } from '../contract/job.ts';
import { AppError, cancelled, shuttingDown } from '../errors.ts';
import type { RunRegistry } from '../kinds/run-registry.ts';
import { log } from '../log.ts';
import { pause } from '../retry.ts';
import { AuditLogPruner } from './audit-log-pruner.ts';
import { execute, interruption, saveEnding, type Execution, type JobHost } from './execute.ts';
import { placeOfJob } from './place-of-job.ts';
import { isAlive, sameOwner, thisProcess, type Owner } from './owner.ts';
import { reapOrphan, reapOrphans } from './reap-orphaned-jobs.ts';
import { requireResumable } from './require-resumable.ts';
import { serverPatience } from './scheduler/patience.ts';
import type { RunHost, ScheduledClusters } from './scheduler/run-host.ts';
import { Scheduler } from './scheduler/scheduler.ts';
import { StoreConnection } from './store-connection.ts';
import { endExpiredApprovals } from './store/approvals.ts';
import { noSuchJob, type JobFilter, type JobStore, type NewJob } from './store/job-store.ts';
import type { Retention } from './store/prune-audit-log.ts';
import type { AliveJob } from './store/rows.ts';

export interface RunnerOptions {
  dataDirectory: string;
  parallelJobs: number;
  place: (clusterKey: string) => Place;
  runs: RunRegistry;
  /** How long the audit log keeps its lines; absent: for ever. */
  retention?: Retention;
  /** The clusters whose schedules it runs; absent: it runs none. */
  scheduledClusters?: ScheduledClusters;
}

const POLL_EVERY_MS = 1000;
/** Of a job that a schedule waits for. */
const JOB_POLL_MS = 500;
/** Orphaned jobs are searched less often: it reads /proc. */
const REAP_EVERY_MS = 10_000;
/** From SIGTERM to exit: an operation has this long to close what it opened on the cluster. */
const STOP_WITHIN_MS = 8000;

/** Runs jobs in this process, as many at once as configured, in the order of their creation. */
export class JobRunner {
  readonly owner: Owner = thisProcess('server');
  private readonly options: RunnerOptions;
  private readonly active = new Map<string, Execution>();
  private readonly stopping = new AbortController();
  private readonly connection: StoreConnection;
  private timer: NodeJS.Timeout | undefined;
  private reapedAtMs = -REAP_EVERY_MS;
  private startingQueued = false;
  private pollFailing = false;
  private readonly auditLogPruner: AuditLogPruner | null;
  private readonly scheduler: Scheduler | null;

  constructor(options: RunnerOptions) {
    this.options = options;
    this.connection = new StoreConnection(options.dataDirectory);
    const { scheduledClusters } = options;
    this.scheduler = scheduledClusters ? new Scheduler(this.scheduleHost(scheduledClusters)) : null;
    this.auditLogPruner = options.retention ? new AuditLogPruner(options.retention) : null;
  }

  /** Throws AppError disk. */
  get store(): JobStore {
    return this.connection.store;
  }

  /** Called at start-up: interrupts jobs that a dead process left running, and takes over those that it left queued. */
  startPolling(): void {
    if (this.timer) return;
    this.timer = setInterval(() => this.poll(), POLL_EVERY_MS);
    this.timer.unref();
    this.poll();
  }

  start(newJob: NewJob): Job {
    if (this.stopping.signal.aborted) throw stopped();
    const { job, created } = this.store.create(newJob, this.owner);
    if (created) {
      log().info(
        { job: job.id, cluster: job.cluster, kind: job.work.kind, actor: job.actor.name, title: job.title },
        'job queued',
      );
      this.startPolling();
      queueMicrotask(() => this.startQueuedJobs());
    }
    return job;
  }

  /**
   * Writes the request, then aborts the signal. A job of another process is stopped by that process when it reads the
   * request. Throws not_found, refused, AppError disk.
   */
  cancel(id: string, actor: Actor, reason: string | null = null): Job {
    const job = this.store.requestCancel(id, actor.name);
    const running = this.active.get(id);
    if (reason !== null) {
      const text = `${actor.name} cancelled it: “${reason}”`;
      if (running) running.active.log(text);
      else this.store.appendLog(id, [{ at: new Date().toISOString(), text }]);
    }
    if (running) {
      running.active.log(`Cancelled by ${actor.name}.`);
      running.active.stop('cancel', cancelled(`Cancelled by ${actor.name}.`));
    } else if (job.status === 'queued') {
      this.store.end(id, { status: 'cancelled', resumable: false });
    } else {
      const alive = this.store.alive().find((each) => each.id === id);
      if (alive && !isAlive(alive.owner, alive.heartbeatAt)) reapOrphan(this.store, alive, this.owner);
    }
    return this.get(id) ?? job;
  }

  /** Throws not_found, refused (also for every deletion). */
  requireResumable(id: string): UnfinishedJob {
    return requireResumable(this.store, id);
  }

  /**
   * A new job that continues from the old one's checkpoint, or starts again where there is none. `work`: with less to
   * do. Throws busy, not_found, refused.
   */
  resume(id: string, actor: Actor, work?: JobWork, schedule?: NewJob['schedule']): Job {
    const old = this.requireResumable(id);
    return this.start({
      cluster: old.cluster,
      actor,
      schedule,
      work: work ?? old.work,
      follows: id,
      key: `resume of ${id}`,
      ...(old.resumable ? { checkpoint: this.store.checkpoint(id) } : {}),
    });
  }

  /** Starts a run of a schedule for a person. Throws AppError busy where one has not ended, not_found, refused. */
  runSchedule(id: number): { dueAt: number } {
    if (this.scheduler === null || this.stopping.signal.aborted) throw stopped();
    this.startPolling();
    return this.scheduler.runNow(this.store, id);
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

  /** The job's own folder, for rejected documents. */
  directory(id: string): string {
    return join(this.options.dataDirectory, 'jobs', id);
  }

  /** Takes no new work, saves checkpoints, gives running jobs some seconds to clean up, and interrupts them. */
  async stop(withinMs = STOP_WITHIN_MS): Promise<void> {
    this.stopping.abort();
    clearInterval(this.timer);
    const running = [...this.active.values()];
    for (const { active } of running) {
      try {
        active.flush();
      } catch (error) {
        log().error({ job: active.id, err: error }, 'The checkpoint of a job could not be saved.');
      }
      active.stop('shutdown', shuttingDown());
    }
    const ended = [...running.map((each) => each.ended), this.scheduler?.settled()];
    await Promise.race([Promise.all(ended), delay(withinMs)]);
    for (const { active } of this.active.values()) this.interrupt(active);
    this.connection.close();
  }

  /** For a job that did not end in time. Waits for a locked database: this is the last chance to save. */
  private interrupt(active: Execution['active']): void {
    active.close();
    try {
      saveEnding(this.store, active, interruption(active));
    } catch (error) {
      log().error({ job: active.id, err: error }, 'The outcome of a job could not be saved.');
    }
  }

  private poll(): void {
    try {
      this.store.withoutWaiting(() => {
        const now = performance.now();
        if (now - this.reapedAtMs >= REAP_EVERY_MS) {
          this.reapedAtMs = now;
          reapOrphans(this.store, this.owner);
          endExpiredApprovals(this.store);
        }
        for (const [id, { active }] of this.active) {
          // A cancel that another process has requested.
          const by = active.stopCause === null ? this.store.cancelRequestedBy(id) : null;
          if (by !== null) active.stop('cancel', cancelled(`Cancelled by ${by}.`));
        }
        this.startQueuedJobs();
        if (!this.stopping.signal.aborted) this.scheduler?.tick(this.store);
        this.auditLogPruner?.pruneWhenDue(this.store);
      });
      this.pollFailing = false;
    } catch (error) {
      if (!this.pollFailing) log().error({ err: error }, 'The running jobs could not be checked; trying again.');
      this.pollFailing = true;
    }
  }

  private startQueuedJobs(): void {
    if (this.startingQueued || this.stopping.signal.aborted) return;
    this.startingQueued = true;
    try {
      const { parallelJobs } = this.options;
      if (this.active.size >= parallelJobs) return;
      // What a person waits for begins first, and schedules leave room for it.
      const queued = this.store.alive().sort((one, other) => Number(one.scheduled) - Number(other.scheduled));
      for (const alive of queued) {
        if (this.active.size >= (alive.scheduled ? Math.max(1, parallelJobs - 1) : parallelJobs)) break;
        const { cancelRequested, id, owner, status } = alive;
        if (status !== 'queued' || this.active.has(id) || !sameOwner(owner, this.owner)) continue;
        if (cancelRequested) this.store.end(id, { status: 'cancelled', resumable: false });
        else if (this.store.begin(id, this.owner)) this.execute(alive);
      }
    } catch (error) {
      log().error({ err: error }, 'Queued jobs could not be started; trying again.');
    } finally {
      this.startingQueued = false;
    }
  }

  private execute({ job, checkpoint }: AliveJob): void {
    const execution = execute(job, checkpoint, this.host());
    this.active.set(job.id, execution);
    void execution.ended.then(() => {
      this.active.delete(job.id);
      queueMicrotask(() => this.startQueuedJobs());
    });
  }

  private scheduleHost(clusters: ScheduledClusters): RunHost {
    const endOf = async (id: string): Promise<Job> => {
      while (isAliveStatus(this.store.status(id))) await pause(JOB_POLL_MS, this.stopping.signal);
      const job = this.store.get(id);
      if (job === null) throw noSuchJob(id);
      return job;
    };
    return {
      owner: this.owner,
      signal: this.stopping.signal,
      store: () => this.store,
      ...clusters,
      place: this.options.place,
      run: (newJob) => endOf(this.start(newJob).id),
      follow: endOf,
      resume: (id, { actor, schedule }) => endOf(this.resume(id, actor, undefined, schedule).id),
      patience: serverPatience,
    };
  }

  private host(): JobHost {
    const { place, runs } = this.options;
    return {
      store: this.store,
      owner: this.owner,
      runs,
      place: (job) => placeOfJob(job, place),
      directory: (id) => this.directory(id),
      // Retried as long as this process lives.
      outcomeRetry: { totalMs: Infinity, signal: this.stopping.signal },
    };
  }
}

const isAliveStatus = (status: JobStatus | null): boolean => status === 'queued' || status === 'running';

const stopped = (): AppError =>
  new AppError('refused', 'Restore Desk is being stopped and accepts no new jobs.', {
    hint: 'Try again when it is running again.',
  });

const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
