import { backupUri } from '../contract/backup-ref.ts';
import type { BackupListing, BackupSummary } from '../contract/backup.ts';
import type { VerifiedState } from '../contract/backups-page.ts';
import { jobs } from '../jobs/jobs.ts';

/** The result of the last verification of each backup, by its id. A file that has changed since has none. */
export function verifiedStatesOf(listing: BackupListing): Map<string, VerifiedState> {
  const verifications = jobs.verifications();
  const states = new Map<string, VerifiedState>();
  if (verifications === null) return states;
  for (const backup of listing.backups) {
    const known = verifications.get(backupUri({ source: listing.source, id: backup.id }));
    if (known && isSameFile(backup, known))
      states.set(backup.id, {
        at: known.at,
        ok: known.problem === null,
        found: known.found,
        sentence: known.problem ?? 'Read to its end: every checksum is right, every document is counted.',
        job: known.job,
      });
  }
  return states;
}

/** A failed verification may not know the file's size (-1): then only the time is compared. */
const isSameFile = (backup: BackupSummary, known: { at: string; bytes: number }) =>
  (known.bytes < 0 || known.bytes === backup.fileBytes) && Date.parse(backup.modifiedAt) <= Date.parse(known.at);
