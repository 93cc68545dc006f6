import type { BackupRef } from './backup-ref.ts';

/** An index that a job has created. */
export interface IndexMade {
  clusterUuid: string;
  index: string;
  uuid: string;
}

/** A backup that a job has verified. */
export interface BackupVerified {
  backup: BackupRef;
  bytes: number;
  /** null: it is whole. */
  problem: string | null;
}
