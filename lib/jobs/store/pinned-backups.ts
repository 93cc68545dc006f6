import type { DatabaseSync } from 'node:sqlite';
import { pinSentence, type PinnedBackup } from '../../contract/pinned.ts';
import { AppError } from '../../errors.ts';
import type { Lock } from '../../kinds/locks.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';
import { requireFree } from './locks.ts';

/** By the zip file's `backupUri`, or by `pinnedSnapshotKey`. */
export const pinnedBackups = (store: JobStore): Map<string, PinnedBackup> =>
  new Map(
    store
      .read(() => store[SQL].prepare('SELECT backup, reason, by, at FROM pinned_backups').all())
      .map((row) => [String(row.backup), { reason: String(row.reason), by: String(row.by), at: String(row.at) }]),
  );

/**
 * Pins a backup, or gives its pin another reason. `lock`: the shared lock of a job that reads it. Throws `busy` while a job
 * deletes it, or is still making it.
 */
export const pinBackup = (store: JobStore, backup: string, lock: Lock, { at, by, reason }: PinnedBackup): void =>
  store.transact(() => {
    requireFree(store[SQL], lock);
    store[SQL].prepare('INSERT OR REPLACE INTO pinned_backups (backup, reason, by, at) VALUES (?, ?, ?, ?)').run(
      backup,
      reason,
      by,
      at,
    );
  });

/** Throws `refused` where one of the backups that a job is to delete is pinned. */
export function requireUnpinned(database: DatabaseSync, backups: readonly { key: string; name: string }[]): void {
  if (backups.length === 0) return;
  const find = database.prepare('SELECT reason, by FROM pinned_backups WHERE backup = ?');
  for (const { key, name } of backups) {
    const pin = find.get(key);
    if (pin === undefined) continue;
    throw new AppError(
      'refused',
      `${name} is not deleted. ${pinSentence({ by: String(pin.by), reason: String(pin.reason) })}`,
      { hint: 'Unpin it first.', details: { pinned: name } },
    );
  }
}

/** False: it was not pinned. */
export const unpinBackup = (store: JobStore, backup: string): boolean =>
  store.transact(() => store[SQL].prepare('DELETE FROM pinned_backups WHERE backup = ?').run(backup).changes === 1);
