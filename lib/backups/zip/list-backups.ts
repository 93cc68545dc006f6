import type { BackupListing, BackupSummary } from '../../contract/backup.ts';
import { mapInParallel } from '../../map-in-parallel.ts';
import type { BackupStore } from './store.ts';
import { summariseFile } from './summarise-backup.ts';

/**
 * Every backup of a store, newest first, from names and tables of contents; no documents are read. Does not throw: `problem`
 * says why the store can't be read, or that it doesn't answer; `unread` has the folders that can't be read.
 */
export async function listBackups(store: BackupStore, signal?: AbortSignal): Promise<BackupListing> {
  const listing = { source: store.key, directory: store.place, takenAt: new Date().toISOString() };
  try {
    const { found, unread } = await store.list(signal);
    const backups = await mapInParallel(found, store.readsAtATime, (file) => summariseFile(store, file, signal));
    return { ...listing, backups: backups.sort(newestFirst), problem: null, missing: false, unread };
  } catch (error) {
    return { ...listing, backups: [], ...(await store.describeProblem(error, signal)), unread: [] };
  }
}

/** A file of es_dump_restore has no time of its own: its modification time is used. */
const newestFirst = (a: BackupSummary, b: BackupSummary) =>
  Date.parse(b.takenAt ?? b.modifiedAt) - Date.parse(a.takenAt ?? a.modifiedAt) || (a.id < b.id ? -1 : 1);
