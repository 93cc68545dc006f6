import type { DatabaseSync } from 'node:sqlite';
import type { JobLogLine } from '../../contract/job.ts';

export type NewLogLine = Omit<JobLogLine, 'seq'>;

const MOST_LINES = 1000;

/** The caller's transaction keeps the numbers gapless. */
export function appendLog(database: DatabaseSync, job: number, lines: readonly NewLogLine[]): void {
  const next = lastSeq(database, job) + 1;
  const insert = database.prepare('INSERT INTO log (job, seq, at, text) VALUES (?, ?, ?, ?)');
  lines.forEach((line, position) => insert.run(job, next + position, line.at, line.text));
}

/** At most 1,000 lines from `fromSeq` (from 1; negative: from the end), and the number of the last line there is. */
export function readLog(
  database: DatabaseSync,
  job: number,
  fromSeq: number,
  limit: number,
): { lines: JobLogLine[]; last: number } {
  const last = lastSeq(database, job);
  const from = fromSeq < 0 ? Math.max(1, last + 1 + fromSeq) : fromSeq;
  const lines = database
    .prepare('SELECT seq, at, text FROM log WHERE job = ? AND seq >= ? ORDER BY seq LIMIT ?')
    .all(job, from, Math.min(Math.max(limit, 1), MOST_LINES));
  return {
    lines: lines.map((line) => ({ seq: Number(line.seq), at: String(line.at), text: String(line.text) })),
    last,
  };
}

const lastSeq = (database: DatabaseSync, job: number): number =>
  Number(database.prepare('SELECT coalesce(max(seq), 0) AS last FROM log WHERE job = ?').get(job)?.last ?? 0);
