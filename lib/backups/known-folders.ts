import type { BackupListing, LostFolder } from '../contract/backup.ts';

/** The backups that a folder of a source had when they were last listed. `folder`: "" for files directly in it. */
export interface KnownFolder {
  folder: string;
  ids: readonly string[];
  listedAt: string;
  /** None of them was there at a later look. */
  lost: boolean;
}

/** The folder in a backup's id. */
export const folderOfId = (id: string): string => (id.includes('/') ? id.slice(0, id.indexOf('/')) : '');

/**
 * Compares a listing with what was known before. A folder is lost where it had backups and has none; or where none of
 * them is left and there are less than half as many others: a backup into the empty folder of a missing mount is no
 * replacement of what was on it. Retention, which deletes some and keeps others, loses nothing. Pure.
 */
export function compareFolders(
  known: readonly KnownFolder[],
  listing: BackupListing,
): { changed: KnownFolder[]; lost: LostFolder[] } {
  if (listing.problem !== null && !listing.missing) return { changed: [], lost: [] };
  const listed = idsByFolder(listing);
  const changed: KnownFolder[] = [];
  const lost: LostFolder[] = [];
  for (const before of known) {
    const ids = listed.get(before.folder) ?? [];
    listed.delete(before.folder);
    if (listing.unread.includes(before.folder)) continue;
    if (isLost(before, ids)) {
      lost.push({ folder: before.folder, backups: before.ids.length, listedAt: before.listedAt });
      if (!before.lost) changed.push({ ...before, lost: true });
    } else if (before.lost || !sameIds(before.ids, ids))
      changed.push({ folder: before.folder, ids, listedAt: listing.takenAt, lost: false });
  }
  for (const [folder, ids] of listed) changed.push({ folder, ids, listedAt: listing.takenAt, lost: false });
  return { changed, lost };
}

function isLost(before: KnownFolder, ids: readonly string[]): boolean {
  const earlier = new Set(before.ids);
  return !ids.some((id) => earlier.has(id)) && (before.lost || ids.length < before.ids.length / 2);
}

const sameIds = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((id, at) => id === other[at]);

function idsByFolder({ backups }: BackupListing): Map<string, string[]> {
  const folders = new Map<string, string[]>();
  for (const { id, condition } of backups) {
    // One that is being written becomes a backup, or is removed.
    if (condition.state === 'unfinished') continue;
    const ids = folders.get(folderOfId(id));
    if (ids) ids.push(id);
    else folders.set(folderOfId(id), [id]);
  }
  return folders;
}
