import type { BackupListing, BackupSummary } from '../contract/backup.ts';
import type { AmongOthers } from '../contract/backup-page.ts';
import type { VerifiedState } from '../contract/backups-page.ts';
import { isGood } from '../known-backups/backup-state.ts';
import { backupTime, isOfIndex, searchNamesOf } from '../known-backups/backups-of-alias.ts';
import { backupSets } from '../known-backups/backup-sets.ts';
import { comparableBackups, sourceUuidOf } from './source-cluster.ts';

/**
 * A backup beside the other good ones of its alias and cluster; of a part of a set, beside those of its index alone. null:
 * not all of them could be read. Pure.
 */
export function amongOthersOf(
  backup: BackupSummary,
  listing: BackupListing,
  verified: ReadonlyMap<string, VerifiedState>,
): AmongOthers | null {
  const comparable = comparableBackups(listing.backups, { clusterUuid: sourceUuidOf(backup) });
  if (listing.problem !== null || listing.unread.length > 0 || comparable === null) return null;
  const listed = listing.backups.find(({ id }) => id === backup.id);
  const isPart = listed !== undefined && backupSets(listing.backups).has(listed);
  const index = backup.manifest?.index.name;
  const others = comparable.filter(
    (other) =>
      other.id !== backup.id &&
      searchNamesOf(other).includes(backup.group) &&
      isGood(other, verified.get(other.id)) &&
      (!isPart || (index !== undefined && isOfIndex(other, index))),
  );
  others.sort((a, b) => (backupTime(a) < backupTime(b) ? 1 : -1));
  const older = others.filter((other) => backupTime(other) < backupTime(backup));
  const [newest, previous] = [others[0], older[0]];
  return {
    lastGood: isGood(backup, verified.get(backup.id)) && older.length === others.length,
    previous: previous ? { id: previous.id, documents: previous.documents } : null,
    newest: newest ? { id: newest.id, takenAt: backupTime(newest), documents: newest.documents } : null,
  };
}
