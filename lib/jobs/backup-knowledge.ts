import type { BackupKnowledge } from '../backups/known-backups.ts';
import { drilledBackups } from './store/drilled-backups.ts';
import { knownFolders } from './store/known-folders.ts';
import { namesOfHeldLocks, verifications } from './store/job-queries.ts';
import type { JobStore } from './store/job-store.ts';
import { pinnedBackups } from './store/pinned-backups.ts';
import { takenSnapshot } from './taken-snapshots.ts';

/** What this installation's jobs know of backups now. Throws AppError disk. */
export const backupKnowledge = (store: JobStore): BackupKnowledge => ({
  verified: verifications(store),
  drilled: drilledBackups(store),
  pinned: pinnedBackups(store),
  inUse: namesOfHeldLocks(store),
  knownFolders: (source) => knownFolders(store, source),
  taken: (uuid) => takenSnapshot(store, uuid),
});
