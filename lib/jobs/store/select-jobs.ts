import type { DatabaseSync } from 'node:sqlite';
import type { JobStatus } from '../../contract/job.ts';
import { jobNumber, type JobRow } from './rows.ts';

export interface JobFilter {
  cluster?: string;
  kinds?: readonly string[];
  statuses?: readonly JobStatus[];
  /** Part of a title, a subject or an actor's name. */
  text?: string;
  /** Only jobs older than this id: the next page. */
  before?: string;
  /** At most 500; default 50. */
  limit?: number;
}

/** Newest first. */
export function selectJobs(database: DatabaseSync, columns: string, filter: JobFilter): JobRow[] {
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
    values.push(jobNumber(filter.before));
  }
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
  return database
    .prepare(
      `SELECT ${columns} FROM jobs ${where.length > 0 ? `WHERE ${where.join(' AND ')}` : ''} ORDER BY id DESC LIMIT ${limit}`,
    )
    .all(...values) as JobRow[];
}
