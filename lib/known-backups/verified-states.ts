import { backupUri } from '../contract/backup-ref.ts';
import type { BackupListing, BackupSummary } from '../contract/backup.ts';
import type { VerifiedState } from '../contract/backups-page.ts';

/** The last verification of a backup, as the jobs' database has it. */
export interface VerifiedBackup {
  job: string;
  at: string;
  bytes: number;
  /** null: every promised document is there, and every checksum right. */
  problem: string | null;
  /** Documents that are there, of an incomplete backup. */
  found: number | null;
}

/** The result of the last verification of each backup, by its id. A file that has changed since has none. Pure. */
export function verifiedStates(
  { backups, source }: Pick<BackupListing, 'backups' | 'source'>,
  verifications: ReadonlyMap<string, VerifiedBackup>,
): Map<string, VerifiedState> {
  const states = new Map<string, VerifiedState>();
  for (const backup of backups) {
    const known = verifications.get(backupUri({ source, id: backup.id }));
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

/**
 * Whether what was found out about a file holds for it as it is now. A failed verification may not know the file's size (-1):
 * then only the time is compared.
 */
export const isSameFile = (
  backup: Pick<BackupSummary, 'fileBytes' | 'modifiedAt'>,
  known: { at: string; bytes: number },
): boolean =>
  (known.bytes < 0 || known.bytes === backup.fileBytes) && Date.parse(backup.modifiedAt) <= Date.parse(known.at);
