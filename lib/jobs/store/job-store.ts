import type { DatabaseSync } from 'node:sqlite';
import type { Job, JobLogLine, JobResult, JobStatus, JobSummary } from '../../contract/job.ts';
import type { Progress } from '../../contract/progress.ts';
import type { RunControls } from '../../contract/run-controls.ts';
import { AppError, type Failure } from '../../errors.ts';
import { holdFolder, hasIdentity, fileIdentityOf, type FileIdentity } from '../../held-folders.ts';
import { kinds } from '../../kinds/kinds.ts';
import type { Owner } from '../owner.ts';
import { openDatabase, SQL } from './database.ts';
import { databaseFile, databaseMoved, isDatabaseFailure, withDatabaseErrors } from './database-file.ts';
import { saveEffects } from './effects.ts';
import { insertJob, type NewJob } from './insert-job.ts';
import { appendLog, readLog, type NewLogLine } from './job-log.ts';
import { releaseLocks, takeLocks } from './locks.ts';
import { requireUnpinned } from './pinned-backups.ts';
import {
  checkpointOf,
  controlsOf,
  jobNumber,
  SUMMARY_COLUMNS,
  toAlive,
  toJob,
  toSummary,
  type AliveJob,
  type JobRow,
} from './rows.ts';
import { countJobs, selectJobs, type JobFilter } from './select-jobs.ts';
import { transaction, withoutWaiting } from './transaction.ts';

export type { JobFilter, NewJob };
export { isDatabaseFailure };

export type Ending =
  | { status: 'succeeded'; result: JobResult }
  | { status: 'failed'; failure: Failure; resumable: boolean }
  | { status: 'cancelled'; resumable: boolean }
  | { status: 'interrupted'; why: string; resumable: boolean };

const now = (): string => new Date().toISOString();

/**
 * The jobs in SQLite. Several processes write (the server, command lines). Every change of state is one transaction,
 * and only a job's owner changes it, unless the owner is dead. Every method throws AppError disk.
 */
export class JobStore {
  readonly [SQL]: DatabaseSync;
  private readonly file: string;
  /** Identifies the opened file: another one may have its name by now. */
  private readonly place: FileIdentity;
  private readonly releaseFolder: () => void;

  private constructor(database: DatabaseSync, file: string, place: FileIdentity, releaseFolder: () => void) {
    this[SQL] = database;
    this.file = file;
    this.place = place;
    this.releaseFolder = releaseFolder;
  }

  /** Whether there is a database to open; opening would create it. */
  static existsIn(dataDirectory: string): boolean {
    return fileIdentityOf(databaseFile(dataDirectory)) !== null;
  }

  /** Throws AppError disk. */
  static open(dataDirectory: string): JobStore {
    const file = databaseFile(dataDirectory);
    const database = openDatabase(dataDirectory);
    try {
      const place = fileIdentityOf(file);
      if (place === null) throw databaseMoved(file);
      return new JobStore(database, file, place, holdFolder(dataDirectory));
    } catch (error) {
      database.close();
      throw error;
    }
  }

  close(): void {
    this.releaseFolder();
    this[SQL].close();
  }

  transact<T>(work: () => T): T {
    this.requireSameFile();
    return withDatabaseErrors(this.file, () => transaction(this[SQL], work));
  }

  /** Fails immediately if the database is locked; the caller retries. */
  withoutWaiting<T>(work: () => T): T {
    return withoutWaiting(this[SQL], work);
  }

  read<T>(work: () => T): T {
    this.requireSameFile();
    return withDatabaseErrors(this.file, work);
  }

  private requireSameFile(): void {
    if (!hasIdentity(this.file, this.place)) throw databaseMoved(this.file);
  }

  /** Takes the locks and inserts the job, both or neither. Throws AppError busy with the owner's id, refused where it deletes a pinned backup. */
  create(newJob: NewJob, owner: Owner, status: 'queued' | 'running' = 'queued'): { job: Job; created: boolean } {
    return this.transact(() => {
      const existing = newJob.key === undefined ? null : this.startedWith(newJob.key);
      if (existing) return { job: existing, created: false };
      const kind = kinds.of(newJob.work);
      const locks = kind.locks(newJob.work);
      const id = insertJob(this[SQL], newJob, owner, status, locks);
      // If one throws, the transaction undoes the row and the locks taken so far.
      takeLocks(this[SQL], id, locks);
      requireUnpinned(this[SQL], kind.deletedBackups(newJob.work));
      if (newJob.follows)
        this[SQL].prepare('UPDATE jobs SET resumable = 0 WHERE id = ?').run(jobNumber(newJob.follows));
      return { job: toJob(this.row(String(id))!), created: true };
    });
  }

  /** The job started with a key; null: none yet. */
  startedWith(key: string): Job | null {
    const row = this.read(() => this[SQL].prepare('SELECT * FROM jobs WHERE idempotency_key = ?').get(key));
    return row ? toJob(row as JobRow) : null;
  }

  /** False: it is no longer queued, or its cancellation was requested. */
  begin(id: string, owner: Owner): boolean {
    const at = now();
    return this.transact(
      () =>
        this[SQL].prepare(
          `UPDATE jobs SET status = 'running', started_at = ?, beat_at = ?, owner = ? WHERE id = ? AND status = 'queued' AND cancel_requested_at IS NULL`,
        ).run(at, at, JSON.stringify(owner), jobNumber(id)).changes === 1,
    );
  }

  /** Saves progress and checkpoint of a running job, with a heartbeat; undefined leaves a column unchanged. */
  save(id: string, owner: Owner, state: { progress?: Progress; checkpoint?: unknown }): void {
    this.transact(() => {
      this[SQL].prepare(
        `UPDATE jobs SET beat_at = ?, progress = coalesce(?, progress), checkpoint = coalesce(?, checkpoint) WHERE id = ? AND status = 'running' AND owner = ?`,
      ).run(
        now(),
        state.progress ? JSON.stringify(state.progress) : null,
        state.checkpoint === undefined ? null : JSON.stringify(state.checkpoint),
        jobNumber(id),
        JSON.stringify(owner),
      );
    });
  }

  /** Saves the outcome and releases the locks. False: it had ended already. */
  end(id: string, ending: Ending): boolean {
    return this.transact(() => {
      const row = this.row(id);
      if (!row || (row.status !== 'running' && row.status !== 'queued')) return false;
      this[SQL].prepare(
        'UPDATE jobs SET status = ?, ended_at = ?, result = ?, failure = ?, why = ?, resumable = ? WHERE id = ?',
      ).run(
        ending.status,
        now(),
        ending.status === 'succeeded' ? JSON.stringify(ending.result) : null,
        ending.status === 'failed' ? JSON.stringify(ending.failure) : null,
        ending.status === 'interrupted' ? ending.why : null,
        ending.status !== 'succeeded' && ending.resumable ? 1 : 0,
        jobNumber(id),
      );
      releaseLocks(this[SQL], jobNumber(id));
      const ended = this.row(id)!;
      saveEffects(this[SQL], toJob(ended), checkpointOf(ended));
      return true;
    });
  }

  /** Called before the signal is aborted, to distinguish a cancel from a shutdown. Throws not_found, refused. */
  requestCancel(id: string, by: string): Job {
    return this.transact(() => {
      const row = this.row(id);
      if (!row) throw noSuchJob(id);
      if (row.status !== 'queued' && row.status !== 'running')
        throw new AppError(
          'refused',
          `Job ${id} is over: it ${row.status === 'succeeded' ? 'succeeded' : `was ${row.status}`}.`,
          { hint: 'There is nothing to cancel.' },
        );
      this[SQL].prepare(
        'UPDATE jobs SET cancel_requested_at = coalesce(cancel_requested_at, ?), cancel_requested_by = coalesce(cancel_requested_by, ?) WHERE id = ?',
      ).run(now(), by, jobNumber(id));
      return toJob(this.row(id)!);
    });
  }

  cancelRequestedBy(id: string): string | null {
    const row = this.read(() =>
      this[SQL].prepare('SELECT cancel_requested_by FROM jobs WHERE id = ?').get(jobNumber(id)),
    );
    return typeof row?.cancel_requested_by === 'string' ? row.cancel_requested_by : null;
  }

  /** What a person has set of a job. */
  controls(id: string): RunControls {
    const row = this.read(() => this[SQL].prepare('SELECT controls FROM jobs WHERE id = ?').get(jobNumber(id)));
    return controlsOf(row?.controls);
  }

  /** Throws not_found, refused where it does not run. */
  setControls(id: string, change: Partial<RunControls>): RunControls {
    return this.transact(() => {
      const row = this.row(id);
      if (!row) throw noSuchJob(id);
      if (row.status !== 'running')
        throw new AppError('refused', `Job ${id} does not run.`, {
          hint: 'Only a running job can be paused or slowed down.',
        });
      const controls = { ...controlsOf(row.controls), ...change };
      this[SQL].prepare('UPDATE jobs SET controls = ? WHERE id = ?').run(JSON.stringify(controls), jobNumber(id));
      return controls;
    });
  }

  private row(id: string): JobRow | null {
    return this.read(
      () => (this[SQL].prepare('SELECT * FROM jobs WHERE id = ?').get(jobNumber(id)) as JobRow | undefined) ?? null,
    );
  }

  /** null: there is no such job. */
  status(id: string): JobStatus | null {
    const row = this.read(() => this[SQL].prepare('SELECT status FROM jobs WHERE id = ?').get(jobNumber(id)));
    return row ? (row.status as JobStatus) : null;
  }

  get(id: string): Job | null {
    const row = this.row(id);
    return row ? toJob(row) : null;
  }

  /** Queued and running jobs, oldest first. */
  alive(): AliveJob[] {
    return this.read(() =>
      this[SQL].prepare(`SELECT * FROM jobs WHERE status IN ('queued', 'running') ORDER BY id`)
        .all()
        .map((row) => toAlive(row as JobRow)),
    );
  }

  /** The last saved checkpoint; null: none. */
  checkpoint(id: string): unknown {
    const row = this.row(id);
    return row && checkpointOf(row);
  }

  list(filter: JobFilter): Job[] {
    return this.read(() => selectJobs(this[SQL], '*', filter).map(toJob));
  }

  summaries(filter: JobFilter): JobSummary[] {
    return this.read(() => selectJobs(this[SQL], SUMMARY_COLUMNS, filter).map(toSummary));
  }

  count(filter: JobFilter): number {
    return this.read(() => countJobs(this[SQL], filter));
  }

  appendLog(id: string, lines: readonly NewLogLine[]): void {
    if (lines.length > 0) this.transact(() => appendLog(this[SQL], jobNumber(id), lines));
  }

  /** At most 1,000 lines from `fromSeq` (from 1; negative: from the end), and the number of the last line there is. */
  log(id: string, fromSeq = 1, limit = 1000): { lines: JobLogLine[]; last: number } {
    return this.read(() => readLog(this[SQL], jobNumber(id), fromSeq, limit));
  }

  /** Takes a queued job over from a dead process. False: it is no longer that process's. */
  adopt(id: string, from: Owner, owner: Owner): boolean {
    return this.transact(
      () =>
        this[SQL].prepare(
          `UPDATE jobs SET owner = ?, beat_at = ? WHERE id = ? AND status = 'queued' AND owner = ?`,
        ).run(JSON.stringify(owner), now(), jobNumber(id), JSON.stringify(from)).changes === 1,
    );
  }
}

export const noSuchJob = (id: string): AppError =>
  new AppError('not_found', `There is no job ${id.slice(0, 20)}.`, { hint: 'Find it in the list of jobs.' });
