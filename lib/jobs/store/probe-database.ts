import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** Primary result codes of SQLite. */
const BUSY = 5;
const LOCKED = 6;

/**
 * Writes the number of the schema once more, a page of the database: a full disk and a lock of another process are found by
 * nothing less. Fails at once if it is locked. Throws AppError disk.
 */
export function writeProbe(store: JobStore): void {
  store.withoutWaiting(() =>
    store.transact(() => {
      const version = Number(store[SQL].prepare('PRAGMA user_version').get()?.user_version ?? 0);
      store[SQL].exec(`PRAGMA user_version = ${version}`);
    }),
  );
}

/** Whether an error of the store means that another process has locked the database. */
export function isDatabaseLocked(error: unknown): boolean {
  const { errcode } = ((error as Error).cause ?? {}) as { errcode?: number };
  return errcode !== undefined && [BUSY, LOCKED].includes(errcode & 0xff);
}
