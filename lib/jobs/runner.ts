import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import type { Actor, Job, JobResult, JobSummary, JobWork } from '../contract/job.ts';
import { redactDeep } from '../config/redact.ts';
import { AppError, cancelled, toFailure } from '../errors.ts';
import { log } from '../log.ts';
import { ActiveJob } from './active-job.ts';
import { isAlive, sameOwner, thisProcess, type Owner } from './owner.ts';
import type { Perform, Place } from './perform.ts';
import { recordJobEnd } from './record-job-end.ts';
import { bury } from './bury-dead.ts';
import { canResume } from './can-resume.ts';
import { checkpointOf, ownerOf, toJob, workOf, type JobRow } from './store/rows.ts';
import { JobStore, noSuchJob, type Ending, type JobFilter, type NewJob } from './store/job-store.ts';

export interface RunnerOptions {
  dataDirectory: string;
  parallelJobs: number;
  place: (clusterKey: string) => Place;
  perform: Perform;
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
  private readonly active = new Map<string, { job: ActiveJob; done: Promise<void> }>();
  private opened: JobStore | null = null;
  private closed: { why: unknown; at: number } | null = null;
  private timer: NodeJS.Timeout | undefined;
  private recoveredAt = 0;
  private stopping = false;
  private pumping = false;

  constructor(options: RunnerOptions) {
    this.options = options;
  }

  /** Opened when first needed, and tried again after a failure. Throws AppError disk. */
  get store(): JobStore {
    if (this.opened) return this.opened;
    if (this.closed !== null && Date.now() - this.closed.at < OPEN_AGAIN_AFTER_MS) throw this.closed.why;
    const began = Date.now();
    try {
      this.opened = JobStore.open(this.options.dataDirectory);
    } catch (why) {
      this.closed = Date.now() - began < 500 ? null : { why, at: Date.now() };
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
    if (this.stopping)
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
  cancel(id: string, actor: Actor): Job {
    const job = this.store.requestCancel(id, actor.name);
    const running = this.active.get(id);
    if (running) {
      running.job.log(`Cancelled by ${actor.name}.`);
      running.job.stop('cancel', cancelled(`Cancelled by ${actor.name}.`));
    } else if (job.status === 'queued') {
      this.store.end(id, { status: 'cancelled', resumable: false });
    } else {
      const row = this.store.row(id);
      if (row && !isAlive(ownerOf(row), String(row.beat_at))) this.bury(row);
    }
    return this.get(id) ?? job;
  }

  /** A new job that goes on from the old one's checkpoint, or starts it again where there is none; `change`: with less to do. Throws busy, not_found, refused (also for every deletion). */
  resume(id: string, actor: Actor, change: (work: JobWork) => JobWork = (work) => work): Job {
    const row = this.store.row(id);
    if (!row) throw noSuchJob(id);
    const old = toJob(row);
    if (old.status === 'queued' || old.status === 'running')
      throw new AppError('refused', `Job ${id} is not over yet.`, { hint: 'Cancel it first, or wait.' });
    refuseDeletion(id, old.work);
    if (old.status === 'succeeded')
      throw new AppError('refused', `Job ${id} succeeded: there is nothing to resume.`, {
        hint: 'Make a new plan to do it once more.',
      });
    const goesOn = old.resumable;
    return this.start({
      cluster: old.cluster,
      actor,
      work: change(old.work),
      title: old.title,
      follows: id,
      key: `resume of ${id}`,
      ...(goesOn ? { checkpoint: checkpointOf(row) } : {}),
    });
  }

  get(id: string): Job | null {
    const job = this.store.get(id);
    const progress = this.active.get(id)?.job.progress;
    return job?.status === 'running' && progress ? { ...job, progress } : job;
  }

  list(filter: JobFilter = {}): Job[] {
    return this.store.list(filter);
  }

  summaries(filter: JobFilter = {}): JobSummary[] {
    return this.store
      .summaries(filter)
      .map((summary) => ({ ...summary, progress: this.active.get(summary.id)?.job.progress ?? summary.progress }));
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
    this.stopping = true;
    clearInterval(this.timer);
    const running = [...this.active.values()];
    for (const { job } of running) {
      try {
        job.flush();
      } catch (error) {
        log().error({ job: job.id, err: error }, 'The checkpoint of a job could not be saved.');
      }
      job.stop('shutdown', cancelled('Restore Desk is being stopped.'));
    }
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, withinMs);
    });
    await Promise.race([Promise.all(running.map(({ done }) => done)), late]);
    clearTimeout(timer);
    for (const { job } of this.active.values()) {
      job.close();
      this.finish(job, this.interruption(job));
    }
    this.opened?.close();
    this.opened = null;
  }

  private interruption(job: ActiveJob): Ending {
    return {
      status: 'interrupted',
      why: 'Restore Desk was stopped while this job ran. Its checkpoint was saved first.',
      resumable: job.checkpoint !== null,
    };
  }

  private look(): void {
    try {
      this.store.withoutWaiting(() => {
        const now = Date.now();
        if (now - this.recoveredAt >= RECOVER_EVERY_MS) {
          this.recoveredAt = now;
          this.recover();
        }
        for (const [id, { job }] of this.active) {
          // Asked for by another process.
          const by = job.cause === null ? this.store.cancelRequestedBy(id) : null;
          if (by !== null) job.stop('cancel', cancelled(`Cancelled by ${by}.`));
        }
        this.pump();
      });
    } catch (error) {
      log().error({ err: error }, 'The jobs could not be looked after; trying again.');
    }
  }

  private recover(): void {
    for (const row of this.store.alive()) {
      const owner = ownerOf(row);
      if (sameOwner(owner, this.owner) || isAlive(owner, String(row.beat_at))) continue;
      this.bury(row);
    }
  }

  /** A job whose process is gone. */
  private bury(row: JobRow): void {
    const id = String(row.id);
    const owner = ownerOf(row);
    if (row.status === 'queued' && row.cancel_requested_at === null && owner.kind === 'server') {
      if (this.store.adopt(id, owner, this.owner))
        this.store.appendLog(id, [
          {
            at: new Date().toISOString(),
            text: 'Taken over from the queue of a Restore Desk that stopped before this job began.',
          },
        ]);
      return;
    }
    if (bury(this.store, row)) this.noteEnd(id);
  }

  private pump(): void {
    if (this.pumping || this.stopping) return;
    this.pumping = true;
    try {
      if (this.active.size >= this.options.parallelJobs) return;
      for (const row of this.store.alive()) {
        if (this.active.size >= this.options.parallelJobs) break;
        const id = String(row.id);
        if (row.status !== 'queued' || this.active.has(id) || !sameOwner(ownerOf(row), this.owner)) continue;
        if (row.cancel_requested_at !== null) this.store.end(id, { status: 'cancelled', resumable: false });
        else if (this.store.begin(id, this.owner)) this.launch(row);
      }
    } catch (error) {
      log().error({ err: error }, 'Queued jobs could not be started; trying again.');
    } finally {
      this.pumping = false;
    }
  }

  private launch(row: JobRow): void {
    const id = String(row.id);
    const job = new ActiveJob(id, this.store, this.owner, checkpointOf(row));
    const done = this.work(row, job).finally(() => {
      job.close();
      this.active.delete(id);
      queueMicrotask(() => this.pump());
    });
    this.active.set(id, { job, done });
  }

  private async work(row: JobRow, job: ActiveJob): Promise<void> {
    const ending = await this.outcome(row, job);
    job.close();
    // The outcome is what must not be lost: a locked or full database is waited for as long as this process lives.
    for (let waitMs = 500; !this.finish(job, ending) && !this.stopping; waitMs = Math.min(waitMs * 2, 10_000))
      await new Promise((resolve) => setTimeout(resolve, waitMs));
  }

  private async outcome(row: JobRow, job: ActiveJob): Promise<Ending> {
    const work = workOf(row);
    try {
      const directory = this.directory(job.id);
      // What the earlier run rejected belongs to this one's result too.
      if (row.follows !== null && job.checkpoint !== null)
        await cp(this.directory(String(row.follows)), directory, { recursive: true }).catch(ignoreMissing);
      const result: JobResult = await this.options.perform(
        work,
        this.options.place(String(row.cluster)),
        job.run(directory),
      );
      return { status: 'succeeded', result };
    } catch (error) {
      const resumable = job.checkpoint !== null;
      if (job.cause === 'shutdown') return this.interruption(job);
      if (job.cause === 'cancel') return { status: 'cancelled', resumable };
      const failure = redactDeep(toFailure(error));
      if (failure.code === 'defect') log().error({ job: job.id, err: error }, 'A job met a defect.');
      job.log(`${failure.message}${failure.hint ? ` ${failure.hint}` : ''}`);
      return { status: 'failed', failure, resumable: canResume(job.checkpoint, failure.code) };
    }
  }

  private finish(job: ActiveJob, ending: Ending): boolean {
    const write = () => {
      job.flush();
      if (this.store.end(job.id, ending)) this.noteEnd(job.id);
    };
    try {
      // At the last moment it is worth waiting for; until then it is tried again.
      if (this.stopping) write();
      else this.store.withoutWaiting(write);
      return true;
    } catch (error) {
      log().error({ job: job.id, err: error }, 'The outcome of a job could not be saved; trying again.');
      return false;
    }
  }

  private noteEnd(id: string): void {
    const job = this.store.get(id);
    if (job) recordJobEnd(this.store, job);
  }
}

/** What can't be undone is planned from the cluster as it is now and confirmed by name, each time: an old plan knows neither. */
function refuseDeletion(id: string, work: JobWork): void {
  if (work.kind === 'clean-up')
    throw new AppError('refused', `Job ${id} deletes indices, and is not started again.`, {
      hint: 'Review the clean-up again: it is planned anew, and asks for the name.',
    });
  if (work.kind === 'delete-backup')
    throw new AppError('refused', `Job ${id} deletes a backup, and is not started again.`, {
      hint: 'Open the backup and delete it from there.',
    });
}

const ignoreMissing = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'ENOENT') throw error;
};
