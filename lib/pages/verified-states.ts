import type { BackupListing } from '../contract/backup.ts';
import type { VerifiedState } from '../contract/backups-page.ts';
import { jobs } from '../jobs/jobs.ts';
import { verifiedStates } from '../known-backups/verified-states.ts';

/** The result of the last verification of each backup, by its id; none if the jobs' database can't be used. */
export const verifiedStatesOf = (listing: BackupListing): Map<string, VerifiedState> =>
  verifiedStates(listing, jobs.verifications() ?? new Map());
