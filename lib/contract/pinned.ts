/** A backup that is never deleted while it is pinned. */
export interface PinnedBackup {
  reason: string;
  by: string;
  /** ISO. */
  at: string;
}

/** Identifies a snapshot among the pinned backups, where a zip file has its `backupUri`. */
export const pinnedSnapshotKey = (clusterUuid: string, snapshotUuid: string): string =>
  `snapshot:${clusterUuid}/${snapshotUuid}`;

/** As a sentence: "Pinned by ann: before the migration." */
export const pinSentence = ({ by, reason }: Pick<PinnedBackup, 'by' | 'reason'>): string =>
  `Pinned by ${by}: ${/[.!?]$/.test(reason) ? reason : `${reason}.`}`;
