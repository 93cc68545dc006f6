import { createBackup as createInStore, type BackupHead, type BackupWriter } from '../../lib/archive/write-backup.ts';
import { FolderStore } from '../../lib/backups/folder/folder-store.ts';
import { listBackups as listStore } from '../../lib/backups/zip/list-backups.ts';
import type { BackupStore } from '../../lib/backups/zip/store.ts';
import type { BackupListing } from '../../lib/contract/backup.ts';

/** A folder of backups, as pages see it: links are not followed. */
export const folderStore = (directory: string): FolderStore => new FolderStore(directory, { followLinks: false });

export const listBackups = (directory: string, signal?: AbortSignal): Promise<BackupListing> =>
  listStore(folderStore(directory), signal);

export function createBackup(
  place: string | Pick<BackupStore, 'create'>,
  head: BackupHead,
  signal?: AbortSignal,
): Promise<BackupWriter> {
  const store = typeof place === 'string' ? folderStore(place) : place;
  return createInStore((name) => store.create(name, signal), head);
}
