import type { BackupSummary } from '../contract/backup.ts';
import type { VerifiedState } from '../contract/backups-page.ts';
import type { HoldingBackup } from '../contract/index-backups.ts';
import { isGoodState, stateOfBackup } from '../known-backups/backup-state.ts';
import { backupTime } from '../known-backups/backups-of-alias.ts';
import { exactly, partOf } from './part-of-alias.ts';
import { holdsIndex, isGoodSnapshot, type SnapshotSummary } from '../known-backups/snapshot-summary.ts';

export interface IndexIdentified {
  name: string;
  uuid: string;
  createdAt: string | null;
}

interface KnownBackups {
  zips: readonly BackupSummary[];
  snapshots: readonly SnapshotSummary[];
  /** By the id of the file. */
  verified: ReadonlyMap<string, VerifiedState>;
}

/**
 * The backup files that were made from this index (by uuid), and the snapshots that hold it: those with an index of its name
 * that were not taken before it was created. Newest first. Pure.
 */
export function backupsOfIndex(
  { name, uuid, createdAt }: IndexIdentified,
  { zips, snapshots, verified }: KnownBackups,
): HoldingBackup[] {
  const files = zips
    .filter(({ manifest }) => uuid !== '' && manifest?.index.uuid === uuid)
    .map((backup): HoldingBackup => {
      const state = stateOfBackup(backup, verified.get(backup.id));
      const { id, documents } = backup;
      return { kind: 'zip', id, state, takenAt: backupTime(backup), documents, good: isGoodState(state) };
    });
  const taken = snapshots
    .filter((snapshot) => holdsIndex(snapshot, name))
    .filter(({ orderedAt }) => orderedAt === '' || createdAt === null || orderedAt >= createdAt)
    .map((snapshot): HoldingBackup => {
      const { repository, state, takenAt } = snapshot;
      const first = snapshot.names.find((each) => snapshot.indicesOf(each).some(({ index }) => index === name));
      const documents = first === undefined ? null : exactly(partOf(snapshot, first, name).documents);
      return {
        kind: 'snapshot',
        repository,
        name: snapshot.name,
        state,
        takenAt,
        documents,
        good: isGoodSnapshot(snapshot),
      };
    });
  return [...files, ...taken].sort((a, b) => ((a.takenAt ?? '') < (b.takenAt ?? '') ? 1 : -1));
}
