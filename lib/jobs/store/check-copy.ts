import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../errors.ts';

/** Reads a copy of the jobs' database to its end. Returns the number of its jobs. Throws AppError disk, and SQLite's errors. */
export function checkCopy(copy: string): number {
  const database = new DatabaseSync(copy);
  try {
    const problems = database.prepare('PRAGMA integrity_check').all();
    if (problems.length !== 1 || problems[0]?.['integrity_check'] !== 'ok') throw damaged(problems);
    // One file: without a -wal beside it that could be forgotten.
    database.exec('PRAGMA journal_mode = DELETE');
    const tables = database.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name IN ('jobs', 'record')").get();
    if (tables?.['n'] !== 2) throw damaged('It has no jobs and no audit log.');
    return Number(database.prepare('SELECT count(*) AS n FROM jobs').get()?.['n']);
  } finally {
    database.close();
  }
}

const damaged = (cause: unknown): AppError =>
  new AppError('disk', 'The jobs’ database is damaged: its copy did not pass the check, and was deleted.', {
    hint: 'Keep the damaged file, and look for an earlier copy.',
    details: { problems: cause },
  });
