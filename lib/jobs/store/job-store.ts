import type { DatabaseSync } from 'node:sqlite';
import type { Actor, Job, JobLogLine, JobResult, JobStatus, JobSummary, JobWork } from '../../contract/job.ts';
import type { Progress } from '../../contract/progress.ts';
import { AppError, type Failure } from '../../errors.ts';
import { holdFolder, hasIdentity, fileIdentityOf, type FileIdentity } from '../../held-folders.ts';
import {
  databaseFile,
  withDatabaseErrors,
  movedDatabase,
  openDatabase,
  SQL,
  transaction,
  withoutWaiting,
} from './database.ts';
import { kinds } from '../../kinds/kinds.ts';
import { noteEffects } from './effects.ts';
import { releaseLocks, takeLocks } from './locks.ts';
import type { Lock } from '../../kinds/locks.ts';
import type { Owner } from '../owner.ts';
import { checkpointOf, SUMMARY_COLUMNS, toAlive, toJob, toSummary, type AliveJob, type JobRow } from './rows.ts';

export interface NewJob {
  cluster: string;
  actor: Actor;
  work: JobWork;
  follows?: string | null;
  /** The same key starts one job only: the second call gets the first one's. */
  key?: string;
  /** What an earlier run got to. */
  checkpoint?: unknown;
}

export interface JobFilter {
  cluster?: string;
  kinds?: readonly string[];
  statuses?: readonly JobStatus[];
  /** Part of a title, a subject or a name. */
  text?: string;
  /** Only jobs older than this id: the next page. */
  before?: string;
  /** At most 500; 50 unless told. */
  limit?: number;
}

export type Ending =
  | { status: 'succeeded'; result: JobResult }
  | { status: 'failed'; failure: Failure; resumable: boolean }
  | { status: 'cancelled'; resumable: boolean }
  | { status: 'interrupted'; why: string; resumable: boolean };

const now = (): string => new Date().toISOString();

/** Text ids of URLs; anything else is no job. */
const number = (id: string): number => (/^[1-9]\d{0,14}$/.test(id) ? Number(id) : -1);

/**
 * The jobs as they stand in SQLite. Several processes write it (the server, command lines); every change of state is
 * one transaction, and only the owner of a job changes it, but for a dead owner's.
 */
export class JobStore {
  readonly [SQL]: DatabaseSync;
  private readonly file: string;
  /** Which file was opened; by that name there may be another one by now. */
  private readonly place: FileIdentity;
  private readonly releaseFolder: () => void;

  private constructor(database: DatabaseSync, file: string, place: FileIdentity, releaseFolder: () => void) {
    this[SQL] = database;
    this.file = file;
    this.place = place;
    this.releaseFolder = releaseFolder;
  }

  /** Throws AppError disk. */
  static open(dataDirectory: string): JobStore {
    const file = databaseFile(dataDirectory);
    const database = openDatabase(dataDirectory);
    try {
      const place = fileIdentityOf(file);
      if (place === null) throw movedDatabase(file);
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
    this.refuseMoved();
    return withDatabaseErrors(this.file, () => transaction(this[SQL], work));
  }

  /** For what is tried again by itself: a locked database is told at once. */
  withoutWaiting<T>(work: () => T): T {
    return withoutWaiting(this[SQL], work);
  }

  read<T>(work: () => T): T {
    this.refuseMoved();
    return withDatabaseErrors(this.file, work);
  }

  private refuseMoved(): void {
    if (!hasIdentity(this.file, this.place)) throw movedDatabase(this.file);
  }

  /** Takes the locks and writes the intent, both or neither. Throws AppError busy with the owner's id. */
  create(wanted: NewJob, owner: Owner, status: 'queued' | 'running' = 'queued'): { job: Job; created: boolean } {
    return this.transact(() => {
      const twin = wanted.key === undefined ? null : this.startedWith(wanted.key);
      if (twin) return { job: twin, created: false };
      const locks = kinds.of(wanted.work).locks(wanted.work);
      const id = this.insert(wanted, owner, status, locks);
      // Thrown inside the transaction: the row and the locks taken so far go with it.
      takeLocks(this[SQL], id, locks);
      if (wanted.follows) this[SQL].prepare('UPDATE jobs SET resumable = 0 WHERE id = ?').run(number(wanted.follows));
      return { job: toJob(this.row(String(id))!), created: true };
    });
  }

  private insert(wanted: NewJob, owner: Owner, status: 'queued' | 'running', locks: readonly Lock[]): number {
    const { actor, checkpoint, cluster, follows, key, work } = wanted;
    const kind = kinds.of(work);
    const at = now();
    const inserted = this[SQL].prepare(
      `INSERT INTO jobs (cluster, cluster_uuid, kind, title, status, actor, actor_name, work, subjects, follows,
           idempotency_key, created_at, started_at, checkpoint, owner, beat_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      cluster,
      kind.clusterUuid(work),
      work.kind,
      kind.title(work),
      status,
      JSON.stringify(actor),
      actor.name,
      JSON.stringify(work),
      JSON.stringify(locks.map(({ name }) => name)),
      follows ? number(follows) : null,
      key ?? null,
      at,
      status === 'running' ? at : null,
      checkpoint === undefined || checkpoint === null ? null : JSON.stringify(checkpoint),
      JSON.stringify(owner),
      at,
    );
    return Number(inserted.lastInsertRowid);
  }

  /** The job that a key has started; null: none yet. */
  startedWith(key: string): Job | null {
    const row = this.read(() => this[SQL].prepare('SELECT * FROM jobs WHERE idempotency_key = ?').get(key));
    return row ? toJob(row as JobRow) : null;
  }

  /** False: it was cancelled meanwhile, or is somebody else's. */
  begin(id: string, owner: Owner): boolean {
    const at = now();
    return this.transact(
      () =>
        this[SQL].prepare(
          `UPDATE jobs SET status = 'running', started_at = ?, beat_at = ?, owner = ? WHERE id = ? AND status = 'queued' AND cancel_requested_at IS NULL`,
        ).run(at, at, JSON.stringify(owner), number(id)).changes === 1,
    );
  }

  /** Progress and checkpoint of a running job, with a sign of life; undefined leaves one as it is. */
  save(id: string, owner: Owner, state: { progress?: Progress; checkpoint?: unknown }): void {
    this.transact(() => {
      this[SQL].prepare(
        `UPDATE jobs SET beat_at = ?, progress = coalesce(?, progress), checkpoint = coalesce(?, checkpoint) WHERE id = ? AND status = 'running' AND owner = ?`,
      ).run(
        now(),
        state.progress ? JSON.stringify(state.progress) : null,
        state.checkpoint === undefined ? null : JSON.stringify(state.checkpoint),
        number(id),
        JSON.stringify(owner),
      );
    });
  }

  /** Writes the outcome and gives the locks back. False: it had ended already. */
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
        number(id),
      );
      releaseLocks(this[SQL], number(id));
      noteEffects(this[SQL], toJob(this.row(id)!));
      return true;
    });
  }

  /** Written before the signal is aborted, so that a person's stop and a shutdown can be told apart. */
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
      ).run(now(), by, number(id));
      return toJob(this.row(id)!);
    });
  }

  cancelRequestedBy(id: string): string | null {
    const row = this.read(() => this[SQL].prepare('SELECT cancel_requested_by FROM jobs WHERE id = ?').get(number(id)));
    return typeof row?.cancel_requested_by === 'string' ? row.cancel_requested_by : null;
  }

  private row(id: string): JobRow | null {
    return this.read(
      () => (this[SQL].prepare('SELECT * FROM jobs WHERE id = ?').get(number(id)) as JobRow | undefined) ?? null,
    );
  }

  get(id: string): Job | null {
    const row = this.row(id);
    return row ? toJob(row) : null;
  }

  /** What is queued and running, oldest first. */
  alive(): AliveJob[] {
    return this.read(() =>
      this[SQL].prepare(`SELECT * FROM jobs WHERE status IN ('queued', 'running') ORDER BY id`)
        .all()
        .map((row) => toAlive(row as JobRow)),
    );
  }

  /** What an earlier run saved to go on from; null: nothing. */
  checkpoint(id: string): unknown {
    const row = this.row(id);
    return row && checkpointOf(row);
  }

  list(filter: JobFilter): Job[] {
    return this.read(() => this.select('*', filter).map(toJob));
  }

  summaries(filter: JobFilter): JobSummary[] {
    return this.read(() => this.select(SUMMARY_COLUMNS, filter).map(toSummary));
  }

  private select(columns: string, filter: JobFilter): JobRow[] {
    const where: string[] = [];
    const values: (string | number)[] = [];
    const oneOf = (column: string, allowed: readonly string[] | undefined) => {
      if (!allowed || allowed.length === 0) return;
      where.push(`${column} IN (${allowed.map(() => '?').join(', ')})`);
      values.push(...allowed);
    };
    oneOf('cluster', filter.cluster === undefined ? undefined : [filter.cluster]);
    oneOf('kind', filter.kinds);
    oneOf('status', filter.statuses);
    if (filter.text?.trim()) {
      where.push('(instr(lower(title), ?) OR instr(lower(subjects), ?) OR instr(lower(actor_name), ?))');
      values.push(...Array.from({ length: 3 }, () => filter.text!.trim().toLowerCase()));
    }
    if (filter.before !== undefined) {
      where.push('id < ?');
      values.push(number(filter.before));
    }
    const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
    return this[SQL].prepare(
      `SELECT ${columns} FROM jobs ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY id DESC LIMIT ${limit}`,
    ).all(...values) as JobRow[];
  }

  appendLog(id: string, lines: readonly { at: string; text: string }[]): void {
    if (lines.length === 0) return;
    this.transact(() => {
      const next =
        Number(
          this[SQL].prepare('SELECT coalesce(max(seq), 0) AS last FROM log WHERE job = ?').get(number(id))?.last ?? 0,
        ) + 1;
      const insert = this[SQL].prepare('INSERT INTO log (job, seq, at, text) VALUES (?, ?, ?, ?)');
      lines.forEach((line, position) => insert.run(number(id), next + position, line.at, line.text));
    });
  }

  /** Lines from `fromSeq` on (counted from 1), at most 1,000; with `last` the end of the log instead. */
  log(id: string, fromSeq = 1, limit = 1000): { lines: JobLogLine[]; last: number } {
    return this.read(() => {
      const last = Number(
        this[SQL].prepare('SELECT coalesce(max(seq), 0) AS last FROM log WHERE job = ?').get(number(id))?.last ?? 0,
      );
      const from = fromSeq < 0 ? Math.max(1, last + 1 + fromSeq) : fromSeq;
      const lines = this[SQL].prepare(
        'SELECT seq, at, text FROM log WHERE job = ? AND seq >= ? ORDER BY seq LIMIT ?',
      ).all(number(id), from, Math.min(Math.max(limit, 1), 1000));
      return {
        lines: lines.map((line) => ({ seq: Number(line.seq), at: String(line.at), text: String(line.text) })),
        last,
      };
    });
  }

  /** Takes a queued job over from a process that is gone. */
  adopt(id: string, from: Owner, owner: Owner): boolean {
    return this.transact(
      () =>
        this[SQL].prepare(
          `UPDATE jobs SET owner = ?, beat_at = ? WHERE id = ? AND status = 'queued' AND owner = ?`,
        ).run(JSON.stringify(owner), now(), number(id), JSON.stringify(from)).changes === 1,
    );
  }
}

export const noSuchJob = (id: string): AppError =>
  new AppError('not_found', `There is no job ${id.slice(0, 20)}.`, { hint: 'Look for it in the list of jobs.' });
