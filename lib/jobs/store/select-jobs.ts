import type { DatabaseSync } from 'node:sqlite';
import type { JobStatus } from '../../contract/job.ts';
import type { JobSort } from '../../contract/jobs-page.ts';
import { jobNumber, type JobRow } from './rows.ts';
import { withoutTexts } from './without-texts.ts';

export interface JobFilter {
  cluster?: string;
  kinds?: readonly string[];
  statuses?: readonly JobStatus[];
  /** Part of a title, a subject or an actor's name; or the number of a job. */
  text?: string;
  /** What `text` is not found in: names of other clusters. In lower case, as in JSON. */
  hiddenTexts?: readonly string[] | undefined;
  /** The whole name of a lock that it held: "index government-1". */
  lock?: string;
  /** Only these. */
  ids?: readonly string[];
  /** The id of a schedule that started it. */
  schedule?: number;
  /** When the run of that schedule was due that started it. Milliseconds. */
  due?: number;
  /** Default: the newest first. `state`: what failed is first in ascending order. */
  sort?: { by: JobSort; descending: boolean };
  /** How many of the first jobs are skipped. */
  skip?: number;
  /** Only jobs older than this id: the next page. */
  before?: string;
  /** At most 500; default 50. */
  limit?: number;
}

/** "17", "job 17". */
const JOB_NUMBER = /^(?:job[ #]*)?([1-9]\d{0,14})$/;

function conditionsOf(filter: JobFilter): { where: string; values: (string | number)[] } {
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
  const text = filter.text?.trim().toLowerCase();
  if (text) {
    const number = Number(JOB_NUMBER.exec(text)?.[1] ?? -1);
    const hidden = filter.hiddenTexts ?? [];
    const subjects = withoutTexts('lower(subjects)', hidden);
    where.push(`(instr(lower(title), ?) OR instr(${subjects}, ?) OR instr(lower(actor_name), ?) OR id = ?)`);
    values.push(text, ...hidden, text, text, number);
  }
  if (filter.lock !== undefined) {
    // A JSON array of strings: with its quotes, a name is not a part of a longer one.
    where.push('instr(subjects, ?)');
    values.push(JSON.stringify(filter.lock));
  }
  if (filter.ids !== undefined) {
    where.push('id IN (SELECT value FROM json_each(?))');
    values.push(JSON.stringify(filter.ids.map(jobNumber)));
  }
  if (filter.schedule !== undefined) {
    where.push('schedule = ?');
    values.push(filter.schedule);
  }
  if (filter.due !== undefined) {
    where.push('schedule_due = ?');
    values.push(filter.due);
  }
  if (filter.before !== undefined) {
    where.push('id < ?');
    values.push(jobNumber(filter.before));
  }
  return { where: where.length > 0 ? `WHERE ${where.join(' AND ')}` : '', values };
}

/** By what a list is sorted; null values are last in both orders. */
const SORTED_BY: Record<JobSort, string> = {
  date: 'id',
  duration: 'julianday(ended_at) - julianday(started_at)',
  state: `CASE status WHEN 'failed' THEN 0 WHEN 'interrupted' THEN 1 WHEN 'cancelled' THEN 2 WHEN 'running' THEN 4
    WHEN 'queued' THEN 5 ELSE CASE WHEN json_extract(result, '$.status') = 'partial' THEN 3 ELSE 6 END END`,
};

export function selectJobs(database: DatabaseSync, columns: string, filter: JobFilter): JobRow[] {
  const { where, values } = conditionsOf(filter);
  const limit = Math.min(Math.max(filter.limit ?? 50, 1), 500);
  const { by, descending } = filter.sort ?? { by: 'date', descending: true };
  const order = `${SORTED_BY[by]} ${descending ? 'DESC' : 'ASC'} NULLS LAST`;
  return database
    .prepare(`SELECT ${columns} FROM jobs ${where} ORDER BY ${order}, id DESC LIMIT ${limit} OFFSET ?`)
    .all(...values, filter.skip ?? 0) as JobRow[];
}

export function countJobs(database: DatabaseSync, filter: JobFilter): number {
  const { where, values } = conditionsOf(filter);
  return Number(database.prepare(`SELECT count(*) AS count FROM jobs ${where}`).get(...values)?.count);
}
