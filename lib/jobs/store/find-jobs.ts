import { jobNumber, SUMMARY_COLUMNS, toSummary, type JobRow } from './rows.ts';
import { SEARCHED } from '../../contract/searched.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';
import type { JobSummary } from '../../contract/job.ts';

/** As `comparable`, which is called only for titles that are not all ASCII. */
const TITLE = `CASE WHEN title GLOB '*[^ -~]*' THEN comparable(title) ELSE lower(title) END`;

/**
 * The newest jobs of a cluster whose titles have every word, each comparable; a word may also be how the number of the job
 * begins, "17" or "#17". `count`: of all that match among the newest 20,000 jobs. Throws AppError disk.
 */
export function findJobs(
  store: JobStore,
  { cluster, words, limit }: { cluster: string; words: readonly string[]; limit: number },
): { jobs: JobSummary[]; count: number } {
  const numbers = words.map((word) => /^#?([1-9]\d{0,14})$/.exec(word)?.[1] ?? null);
  const matches = numbers.map((number) =>
    number === null ? `instr(${TITLE}, ?)` : `(instr(${TITLE}, ?) OR CAST(id AS TEXT) LIKE ?)`,
  );
  const values = words.flatMap((word, place) => (numbers[place] === null ? [word] : [word, `${numbers[place]}%`]));
  const where = [`id > (SELECT coalesce(max(id), 0) - ${SEARCHED.newestJobs} FROM jobs)`, 'cluster = ?', ...matches];
  return store.read(() => {
    const ids = store[SQL].prepare(`SELECT id FROM jobs WHERE ${where.join(' AND ')} ORDER BY id DESC`)
      .all(cluster, ...values)
      .map(({ id }) => Number(id));
    const whole = numbers.length === 1 ? Number(numbers[0]) : NaN;
    const first = [...ids.filter((id) => id === whole), ...ids.filter((id) => id !== whole)].slice(0, limit);
    return { jobs: summariesOf(store, first), count: ids.length };
  });
}

/** In the order of the ids. */
function summariesOf(store: JobStore, ids: readonly number[]): JobSummary[] {
  const read = store[SQL].prepare(`SELECT ${SUMMARY_COLUMNS} FROM jobs WHERE id = ?`);
  return ids.flatMap((id) => {
    const row = read.get(jobNumber(String(id)));
    return row === undefined ? [] : [toSummary(row as JobRow)];
  });
}
