import type { PinnedBackup } from '../../contract/pinned.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** By the zip file's `backupUri`, or by `pinnedSnapshotKey`. */
export const pinnedBackups = (store: JobStore): Map<string, PinnedBackup> =>
  new Map(
    store
      .read(() => store[SQL].prepare('SELECT backup, reason, by, at FROM pinned_backups').all())
      .map((row) => [String(row.backup), { reason: String(row.reason), by: String(row.by), at: String(row.at) }]),
  );

export const pinBackup = (store: JobStore, backup: string, { at, by, reason }: PinnedBackup): void =>
  store.transact(() => {
    store[SQL].prepare('INSERT OR REPLACE INTO pinned_backups (backup, reason, by, at) VALUES (?, ?, ?, ?)').run(
      backup,
      reason,
      by,
      at,
    );
  });

/** False: it was not pinned. */
export const unpinBackup = (store: JobStore, backup: string): boolean =>
  store.transact(() => store[SQL].prepare('DELETE FROM pinned_backups WHERE backup = ?').run(backup).changes === 1);
