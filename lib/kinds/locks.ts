import { backupUri, type BackupRef } from '../contract/backup-ref.ts';

/** What a job holds while it is queued or running: no other job can hold the same lock exclusively. */
export interface Lock {
  /** The uuid of the cluster in which the name is unique; empty: the name means the same on every cluster. */
  scope: string;
  name: string;
  /** A shared lock is compatible with other shared ones: two restores may read the same backup. */
  exclusive: boolean;
}

/** Locks of indices and aliases are scoped by the cluster's uuid, which is the same under every key and address. */
export const indexLock = (clusterUuid: string, index: string): Lock => ({
  scope: clusterUuid,
  name: `index ${index}`,
  exclusive: true,
});

/** For a job that reads an index which must not be deleted meanwhile. */
export const indexReadLock = (clusterUuid: string, index: string): Lock => ({
  ...indexLock(clusterUuid, index),
  exclusive: false,
});

export const aliasLock = (clusterUuid: string, alias: string): Lock => ({
  scope: clusterUuid,
  name: `alias ${alias}`,
  exclusive: true,
});

/** For a restore drill: one at a time on a cluster, so that it stays a small load. */
export const drillLock = (clusterUuid: string): Lock => ({ scope: clusterUuid, name: 'drill', exclusive: true });

const BACKUP = 'backup ';

/** Its name has the place of the backup, which may be of another cluster. */
export const isBackupLock = (name: string): boolean => name.startsWith(BACKUP);

/** For a job that reads a backup. */
export const backupReadLock = (ref: BackupRef): Lock => ({
  scope: '',
  name: `${BACKUP}${backupUri(ref)}`,
  exclusive: false,
});

/** For a job that deletes a backup. */
export const backupDeletionLock = (ref: BackupRef): Lock => ({ ...backupReadLock(ref), exclusive: true });

/** Keeps two verifications of one backup from running at the same time. */
export const verificationLock = (ref: BackupRef): Lock => ({
  scope: '',
  name: `verification of ${backupUri(ref)}`,
  exclusive: true,
});

/** For a job that changes a repository, or unregisters it. */
export const repositoryLock = (clusterUuid: string, repository: string): Lock => ({
  scope: clusterUuid,
  name: `repository ${repository}`,
  exclusive: true,
});

/** For a job that reads from a repository or adds to it: several may do so. */
export const repositoryUseLock = (clusterUuid: string, repository: string): Lock => ({
  ...repositoryLock(clusterUuid, repository),
  exclusive: false,
});

/** For a job that restores a snapshot: several may do so. `snapshot`: `<repository>/<snapshot>`. */
export const snapshotReadLock = (clusterUuid: string, snapshot: string): Lock => ({
  ...snapshotLock(clusterUuid, snapshot),
  exclusive: false,
});

/** For a job that takes a snapshot or deletes it. `snapshot`: `<repository>/<snapshot>`. */
export const snapshotLock = (clusterUuid: string, snapshot: string): Lock => ({
  scope: clusterUuid,
  name: `snapshot ${snapshot}`,
  exclusive: true,
});
