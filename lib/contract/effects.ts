import type { BackupRef } from './backup-ref.ts';
import type { DrilledBackup } from './drilled.ts';

/** An index that a job has created, or deleted. */
export interface IndexMade {
  clusterUuid: string;
  index: string;
  uuid: string;
}

/** What a job found out about a backup that it read to its end. */
export interface BackupVerified {
  backup: BackupRef;
  bytes: number;
  /** null: every promised document is there, and every checksum right. */
  problem: string | null;
  /** Documents that are there, where they are fewer than promised; null: all are there, or the file is damaged. */
  found: number | null;
}

/** What a drill found out about a backup. `key`: the zip file's `backupUri`, or `drilledSnapshotKey`. */
export interface BackupDrilled extends Omit<DrilledBackup, 'job' | 'at'> {
  key: string;
}
