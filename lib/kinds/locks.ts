import { backupUri, type BackupRef } from '../contract/backup-ref.ts';

/** What a job holds while it is queued or running: no other job may hold the same exclusively. */
export interface Lock {
  /** The id of the cluster in which the name means something; empty: the name means the same on every cluster. */
  scope: string;
  name: string;
  /** A shared lock is compatible with other shared ones: two restores may read the same backup. */
  exclusive: boolean;
}

/** Names mean something within one cluster, whatever key or address it was reached by. */
export const indexLock = (clusterUuid: string, index: string): Lock => ({
  scope: clusterUuid,
  name: `index ${index}`,
  exclusive: true,
});

export const aliasLock = (clusterUuid: string, alias: string): Lock => ({
  scope: clusterUuid,
  name: `alias ${alias}`,
  exclusive: true,
});

/** Held by whoever reads a backup. */
export const readsBackup = (ref: BackupRef): Lock => ({
  scope: '',
  name: `backup ${backupUri(ref)}`,
  exclusive: false,
});

/** Held by whoever deletes a backup. */
export const changesBackup = (ref: BackupRef): Lock => ({
  scope: '',
  name: `backup ${backupUri(ref)}`,
  exclusive: true,
});

/** Two verifications of one backup at a time would be work done twice. */
export const verifiesBackup = (ref: BackupRef): Lock => ({
  scope: '',
  name: `verification of ${backupUri(ref)}`,
  exclusive: true,
});
