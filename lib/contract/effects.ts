import type { BackupRef } from './backup-ref.ts';

/** An index that a job has made. */
export interface IndexMade {
  clusterUuid: string;
  index: string;
  uuid: string;
}

/** A backup that a job has read to its end. */
export interface BackupVerified {
  backup: BackupRef;
  bytes: number;
  /** null: it is whole. */
  problem: string | null;
}
