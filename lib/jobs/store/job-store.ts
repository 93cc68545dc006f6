import type { DatabaseSync } from 'node:sqlite';
import type { Actor, Job, JobLogLine, JobResult, JobStatus, JobSummary, JobWork } from '../../contract/job.ts';
import type { Progress } from '../../contract/progress.ts';
import { AppError, type Failure } from '../../errors.ts';
import { withoutWaiting, databaseFile, explained, openDatabase, transaction } from './database.ts';
import { noteFacts } from './note-facts.ts';
import type { Owner } from '../owner.ts';
import { ownerOf, SUMMARY_COLUMNS, toJob, toSummary, type JobRow } from './rows.ts';
import { scopeOf, scopeOfSubject, subjectsOf } from '../subjects.ts';

export interface NewJob {
  cluster: string;
  actor: Actor;
  work: JobWork;
  title: string;
  follows?: string | null;
  /** The same key starts one job only: the second call gets the first one's. */
  key?: string;
  /** What an earlier run got to. */
  checkpoint?: unknown;
}

export interface JobFilter {
  cluster?: string;
  kinds?: readonly JobWork['kind'][];
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
  readonly database: DatabaseSync;
  readonly file: string;

  private constructor(database: DatabaseSync, file: string) {
    this.database = database;
    this.file = file;
  }

  /** Throws AppError disk. */
  static open(dataDirectory: string): JobStore {
    return new JobStore(openDatabase(dataDirectory), databaseFile(dataDirectory));
  }

  close(): void {
    this.database.close();
  }

  transact<T>(work: () => T): T {
    return explained(this.file, () => transaction(this.database, work));
  }

  /** For what is tried again by itself: a locked database is told at once. */
  withoutWaiting<T>(work: () => T): T {
    return withoutWaiting(this.database, work);
  }

  read<T>(work: () => T): T {
    return explained(this.file, work);
  }

  /** Takes the locks and writes the intent, both or neither. Throws AppError busy with the owner's id. */
  create(wanted: NewJob, owner: Owner, status: 'queued' | 'running' = 'queued'): { job: Job; created: boolean } {
    const at = now();
    const subjects = subjectsOf(wanted.work);
    return this.transact(() => {
      const twin =
        wanted.key === undefined
          ? undefined
          : (this.database.prepare('SELECT * FROM jobs WHERE idempotency_key = ?').get(wanted.key) as
              JobRow | undefined);
      if (twin) return { job: toJob(twin), created: false };
      const inserted = this.database
        .prepare(
          `INSERT INTO jobs (cluster, cluster_uuid, kind, title, status, actor, actor_name, work, subjects, follows, idempotency_key, created_at, started_at, checkpoint, owner, beat_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          wanted.cluster,
          scopeOf(wanted.work) || null,
          wanted.work.kind,
          wanted.title,
          status,
          JSON.stringify(wanted.actor),
          wanted.actor.name,
          JSON.stringify(wanted.work),
          JSON.stringify(subjects.map((subject) => subject.name)),
          wanted.follows ? number(wanted.follows) : null,
          wanted.key ?? null,
          at,
          status === 'running' ? at : null,
          wanted.checkpoint === undefined || wanted.checkpoint === null ? null : JSON.stringify(wanted.checkpoint),
          JSON.stringify(owner),
          at,
        );
      const id = Number(inserted.lastInsertRowid);
      const held = this.database.prepare(
        'SELECT l.job, l.subject, j.title, j.cluster FROM locks l JOIN jobs j ON j.id = l.job WHERE l.scope = ? AND l.subject = ? AND (l.exclusive = 1 OR ? = 1) AND l.job <> ? LIMIT 1',
      );
      const take = this.database.prepare(
        'INSERT OR IGNORE INTO locks (scope, subject, job, exclusive) VALUES (?, ?, ?, ?)',
      );
      for (const subject of subjects) {
        const scope = scopeOfSubject(subject, wanted.work);
        const exclusive = subject.exclusive ? 1 : 0;
        const holder = held.get(scope, subject.name, exclusive, id);
        // Thrown inside the transaction: the row and the locks taken so far go with it.
        if (holder) throw busy(subject.name, String(holder.job), String(holder.title), String(holder.cluster));
        take.run(scope, subject.name, id, exclusive);
      }
      if (wanted.follows)
        this.database.prepare('UPDATE jobs SET resumable = 0 WHERE id = ?').run(number(wanted.follows));
      return { job: toJob(this.row(String(id))!), created: true };
    });
  }

  /** False: it was cancelled meanwhile, or is somebody else's. */
  begin(id: string, owner: Owner): boolean {
    const at = now();
    return this.transact(
      () =>
        this.database
          .prepare(
            `UPDATE jobs SET status = 'running', started_at = ?, beat_at = ?, owner = ? WHERE id = ? AND status = 'queued' AND cancel_requested_at IS NULL`,
          )
          .run(at, at, JSON.stringify(owner), number(id)).changes === 1,
    );
  }

  /** Progress and checkpoint of a running job, with a sign of life; undefined leaves one as it is. */
  save(id: string, owner: Owner, state: { progress?: Progress; checkpoint?: unknown }): void {
    this.transact(() => {
      this.database
        .prepare(
          `UPDATE jobs SET beat_at = ?, progress = coalesce(?, progress), checkpoint = coalesce(?, checkpoint) WHERE id = ? AND status = 'running' AND owner = ?`,
        )
        .run(
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
      this.database
        .prepare(
          'UPDATE jobs SET status = ?, ended_at = ?, result = ?, failure = ?, why = ?, resumable = ? WHERE id = ?',
        )
        .run(
          ending.status,
          now(),
          ending.status === 'succeeded' ? JSON.stringify(ending.result) : null,
          ending.status === 'failed' ? JSON.stringify(ending.failure) : null,
          ending.status === 'interrupted' ? ending.why : null,
          ending.status !== 'succeeded' && ending.resumable ? 1 : 0,
          number(id),
        );
      this.database.prepare('DELETE FROM locks WHERE job = ?').run(number(id));
      noteFacts(this.database, toJob(this.row(id)!));
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
      this.database
        .prepare(
          'UPDATE jobs SET cancel_requested_at = coalesce(cancel_requested_at, ?), cancel_requested_by = coalesce(cancel_requested_by, ?) WHERE id = ?',
        )
        .run(now(), by, number(id));
      return toJob(this.row(id)!);
    });
  }

  cancelRequestedBy(id: string): string | null {
    const row = this.read(() =>
      this.database.prepare('SELECT cancel_requested_by FROM jobs WHERE id = ?').get(number(id)),
    );
    return typeof row?.cancel_requested_by === 'string' ? row.cancel_requested_by : null;
  }

  row(id: string): JobRow | null {
    return this.read(
      () => (this.database.prepare('SELECT * FROM jobs WHERE id = ?').get(number(id)) as JobRow | undefined) ?? null,
    );
  }

  get(id: string): Job | null {
    const row = this.row(id);
    return row ? toJob(row) : null;
  }

  /** Queued and running rows, oldest first. */
  alive(): JobRow[] {
    return this.read(
      () =>
        this.database.prepare(`SELECT * FROM jobs WHERE status IN ('queued', 'running') ORDER BY id`).all() as JobRow[],
    );
  }

  /** Under which keys of the configuration jobs have met a cluster. */
  keysOf(clusterUuid: string): string[] {
    return this.read(() =>
      this.database
        .prepare('SELECT DISTINCT cluster FROM jobs WHERE cluster_uuid = ?')
        .all(clusterUuid)
        .map((row) => String(row.cluster)),
    );
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
    return this.database
      .prepare(
        `SELECT ${columns} FROM jobs ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY id DESC LIMIT ${limit}`,
      )
      .all(...values) as JobRow[];
  }

  appendLog(id: string, lines: readonly { at: string; text: string }[]): void {
    if (lines.length === 0) return;
    this.transact(() => {
      const next =
        Number(
          this.database.prepare('SELECT coalesce(max(seq), 0) AS last FROM log WHERE job = ?').get(number(id))?.last ??
            0,
        ) + 1;
      const insert = this.database.prepare('INSERT INTO log (job, seq, at, text) VALUES (?, ?, ?, ?)');
      lines.forEach((line, position) => insert.run(number(id), next + position, line.at, line.text));
    });
  }

  /** Lines from `fromSeq` on (counted from 1), at most 1,000; with `last` the end of the log instead. */
  log(id: string, fromSeq = 1, limit = 1000): { lines: JobLogLine[]; last: number } {
    return this.read(() => {
      const last = Number(
        this.database.prepare('SELECT coalesce(max(seq), 0) AS last FROM log WHERE job = ?').get(number(id))?.last ?? 0,
      );
      const from = fromSeq < 0 ? Math.max(1, last + 1 + fromSeq) : fromSeq;
      const lines = this.database
        .prepare('SELECT seq, at, text FROM log WHERE job = ? AND seq >= ? ORDER BY seq LIMIT ?')
        .all(number(id), from, Math.min(Math.max(limit, 1), 1000));
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
        this.database
          .prepare(`UPDATE jobs SET owner = ?, beat_at = ? WHERE id = ? AND status = 'queued' AND owner = ?`)
          .run(JSON.stringify(owner), now(), number(id), JSON.stringify(from)).changes === 1,
    );
  }
}

export const noSuchJob = (id: string): AppError =>
  new AppError('not_found', `There is no job ${id.slice(0, 20)}.`, { hint: 'Look for it in the list of jobs.' });

const busy = (subject: string, owner: string, title: string, cluster: string): AppError =>
  new AppError('busy', `Job ${owner} (${title}) is at work on ${subject}.`, {
    hint: `Wait for job ${owner} or cancel it; then try again.`,
    details: { owner, subject, cluster },
  });

export { ownerOf };
