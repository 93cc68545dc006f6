import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { backup, DatabaseSync } from 'node:sqlite';
import { AppError, cancelled } from '../../errors.ts';
import { checkCopy } from './check-copy.ts';
import { databaseFile, withDatabaseErrors } from './database-file.ts';
import { BUSY_TIMEOUT_MS } from './transaction.ts';

/** Some 4 MB; between them the program can be stopped. */
const PAGES_AT_A_TIME = 1000;

/**
 * Copies the jobs' database of a data directory, as it is at one moment, into an existing empty file, while other processes
 * write to it. The copy is one file, checked in full; the source is not changed, nor upgraded. Returns the number of its jobs.
 * Throws AppError not_found, disk, cancelled.
 */
export async function copyDatabase(dataDirectory: string, to: string, signal: AbortSignal): Promise<number> {
  const file = databaseFile(dataDirectory);
  if (!existsSync(file))
    throw new AppError('not_found', `There is no database ${file}.`, {
      hint: 'RESTORE_DESK_DATA, or `data` in the configuration, names the data directory.',
    });
  try {
    await copyPages(file, to, signal);
    if (signal.aborted) throw cancelled();
    return withDatabaseErrors(to, () => checkCopy(to));
  } finally {
    for (const suffix of ['-wal', '-shm', '-journal']) await rm(`${to}${suffix}`, { force: true });
  }
}

async function copyPages(file: string, to: string, signal: AbortSignal): Promise<void> {
  const source = withDatabaseErrors(file, () => new DatabaseSync(file, { readOnly: true, timeout: BUSY_TIMEOUT_MS }));
  try {
    // One transaction for the whole copy: without it, each write of another process would begin the copy again.
    withDatabaseErrors(file, () => {
      source.exec('BEGIN');
      source.prepare('SELECT count(*) FROM sqlite_schema').get();
    });
    await backup(source, to, {
      rate: PAGES_AT_A_TIME,
      progress: () => {
        if (signal.aborted) throw cancelled();
      },
    }).catch((error: unknown) =>
      withDatabaseErrors(to, () => {
        throw error;
      }),
    );
  } finally {
    source.close();
  }
}
