import type { DrilledBackup } from '../../contract/drilled.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** The last drill of each backup, by the zip file's `backupUri` or by `drilledSnapshotKey`. */
export const drilledBackups = (store: JobStore): Map<string, DrilledBackup> =>
  new Map(
    store
      .read(() =>
        store[SQL].prepare(
          'SELECT backup, bytes, job, at, seconds, documents, equal, ok, problem, limited, alias FROM drilled_backups',
        ).all(),
      )
      .map((row) => [
        String(row.backup),
        {
          job: String(row.job),
          at: String(row.at),
          bytes: Number(row.bytes),
          seconds: Number(row.seconds),
          documents: row.documents === null ? null : Number(row.documents),
          equal: row.equal === null ? null : Number(row.equal),
          ok: row.ok === 1,
          problem: row.problem === null ? null : String(row.problem),
          limited: row.limited === 1,
          alias: row.alias === null ? null : String(row.alias),
        },
      ]),
  );
