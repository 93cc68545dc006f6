import { compareFolders } from '../backups/known-folders.ts';
import type { BackupSource } from '../backups/source.ts';
import type { BackupListing } from '../contract/backup.ts';
import { jobs } from '../jobs/jobs.ts';

/** The backups of a source, compared with those that were listed before, also by an earlier process. */
export async function listAndCompare(source: BackupSource, signal: AbortSignal): Promise<BackupListing> {
  const listing = await source.list(signal);
  const known = jobs.knownFolders(source.key);
  // Without the jobs' database nothing is known.
  if (known === null) return listing;
  const { changed, lost } = compareFolders(known, listing);
  if (changed.length > 0) jobs.saveKnownFolders(source.key, changed);
  return lost.length === 0 ? listing : { ...listing, lost };
}
