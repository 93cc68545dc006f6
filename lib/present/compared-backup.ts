import type { BackupSummary } from '../contract/backup.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { backupTime, isOfIndex, isSnapshot, type AnyBackup } from './backups-of-alias.ts';
import { exactly, partOf } from './part-of-alias.ts';
import type { SnapshotSummary } from './snapshot-summary.ts';

/** A good backup that says how many documents an alias had, or one of its indices. */
export interface ComparedBackup {
  backup: AnyBackup;
  documents: number;
  /** Of the index that was backed up; null: unknown, or several. */
  uuid: string | null;
  /** Of an alias on several indices: the one that it is a backup of, and how many documents that lacks. */
  index?: string;
  missing: number;
}

type Good = readonly [zips: readonly BackupSummary[], snapshots: readonly SnapshotSummary[]];

/**
 * What the documents of an alias are compared with; null: nothing says how many there should be. An alias on one index is compared with
 * its newest backup, whatever index that was made from; on several, each index with its own newest backup. A snapshot counts where its
 * number is exact; otherwise the last zip file does. `good`: the newest first. Pure.
 */
export function comparedBackups(alias: string, live: readonly IndexSummary[], good: Good): ComparedBackup[] | null {
  if (live.length <= 1) {
    const newest = newestCounted(alias, good);
    return newest && [newest];
  }
  const each = live.map((index) => {
    const newest = newestCounted(alias, good, index.name);
    return newest && { ...newest, index: index.name, missing: newest.documents - (index.documents ?? Infinity) };
  });
  return each.every((compared) => compared !== null) ? each : null;
}

/** The newer one of the last zip file and the last snapshot, of those that say a number. */
function newestCounted(alias: string, good: Good, index?: string): ComparedBackup | null {
  const counted = good.flatMap((ofKind: readonly AnyBackup[]): ComparedBackup[] => {
    const backup = index === undefined ? ofKind[0] : ofKind.find((each) => isOfIndex(each, index));
    const part = backup && partOf(backup, alias, index);
    const documents = exactly(part?.documents ?? null);
    return backup === undefined || documents === null
      ? []
      : [{ backup, documents, uuid: part?.uuid ?? null, missing: 0 }];
  });
  return counted.reduce<ComparedBackup | null>(
    (newest, each) => (newest === null || backupTime(each.backup) > backupTime(newest.backup) ? each : newest),
    null,
  );
}

/** Of an alias on several indices: the backup of the index that lacks the most documents of it; null: none lacks any. */
export const largestLoss = (compared: readonly ComparedBackup[]): ComparedBackup | null =>
  compared.reduce<ComparedBackup | null>(
    (largest, each) => (each.missing > (largest?.missing ?? 0) ? each : largest),
    null,
  );

/** What they are, in a word: where both kinds exist, which one. */
export function kindsIn(
  compared: readonly ComparedBackup[],
  hasSnapshots: boolean,
): 'backup' | 'zip file' | 'snapshot' {
  const snapshots = compared.filter(({ backup }) => isSnapshot(backup)).length;
  if (!hasSnapshots || compared.length === 0 || (snapshots > 0 && snapshots < compared.length)) return 'backup';
  return snapshots > 0 ? 'snapshot' : 'zip file';
}
