import type { DatabaseSync } from 'node:sqlite';
import { folderOfId, type KnownFolder } from '../../backups/known-folders.ts';
import type { BackupRef } from '../../contract/backup-ref.ts';
import { AppError } from '../../errors.ts';
import { formatCount } from '../../format.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** The folders of a source, with the backups that were last listed in each. */
export const knownFolders = (store: JobStore, source: string): KnownFolder[] =>
  store.read(() =>
    store[SQL].prepare('SELECT folder, ids, listed_at, lost FROM known_folders WHERE source = ? ORDER BY folder')
      .all(source)
      .map((row) => ({
        folder: String(row.folder),
        ids: JSON.parse(String(row.ids)) as string[],
        listedAt: String(row.listed_at),
        lost: row.lost === 1,
      })),
  );

export function saveKnownFolders(store: JobStore, source: string, folders: readonly KnownFolder[]): void {
  store.transact(() => {
    for (const folder of folders) saveFolder(store[SQL], source, folder);
  });
}

/**
 * The backups of lost folders are no longer expected. Returns how many there were. `displayed`: their number as the page
 * displayed it. Throws AppError refused where it is another one by now.
 */
export const forgetLostFolders = (store: JobStore, source: string, displayed: number): number =>
  store.transact(() => {
    const lost = knownFolders(store, source).filter((folder) => folder.lost);
    const backups = lost.reduce((sum, { ids }) => sum + ids.length, 0);
    if (backups !== displayed)
      throw new AppError('refused', `${formatCount(backups)} backups are missing now, not ${formatCount(displayed)}.`, {
        hint: 'Nothing was forgotten. Check what is missing, then press again.',
      });
    store[SQL].prepare('DELETE FROM known_folders WHERE source = ? AND lost = 1').run(source);
    return backups;
  });

/** A backup that a job has deleted is no longer expected. */
export function forgetDeletedBackup(database: DatabaseSync, { source, id }: BackupRef): void {
  const folder = folderOfId(id);
  const row = database
    .prepare('SELECT ids, listed_at, lost FROM known_folders WHERE source = ? AND folder = ?')
    .get(source, folder);
  if (!row) return;
  const ids = (JSON.parse(String(row.ids)) as string[]).filter((other) => other !== id);
  saveFolder(database, source, { folder, ids, listedAt: String(row.listed_at), lost: row.lost === 1 });
}

function saveFolder(database: DatabaseSync, source: string, { folder, ids, listedAt, lost }: KnownFolder): void {
  if (ids.length === 0)
    database.prepare('DELETE FROM known_folders WHERE source = ? AND folder = ?').run(source, folder);
  else
    database
      .prepare('INSERT OR REPLACE INTO known_folders (source, folder, ids, listed_at, lost) VALUES (?, ?, ?, ?, ?)')
      .run(source, folder, JSON.stringify(ids), listedAt, lost ? 1 : 0);
}
