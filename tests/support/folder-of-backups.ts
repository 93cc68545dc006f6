import { createBackup as createInStore, type BackupHead, type BackupWriter } from '../../lib/archive/write-backup.ts';
import { FolderStore } from '../../lib/backups/folder/folder-store.ts';
import { listBackups as listStore } from '../../lib/backups/zip/list-backups.ts';
import type { BackupListing } from '../../lib/contract/backup.ts';

/** A folder of backups, as pages see it: links are not followed. */
export const folderStore = (directory: string): FolderStore => new FolderStore(directory, { followLinks: false });

export const listBackups = (directory: string, signal?: AbortSignal): Promise<BackupListing> =>
  listStore(folderStore(directory), signal);

export const createBackup = (directory: string, head: BackupHead, signal?: AbortSignal): Promise<BackupWriter> =>
  createInStore((name) => folderStore(directory).create(name, signal), head);
