import type { BackupSummary } from '../contract/backup.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { backupTime, isOfIndex, isSnapshot, type AnyBackup } from '../known-backups/backups-of-alias.ts';
import { partOf } from './part-of-alias.ts';
import type { SnapshotSummary } from '../known-backups/snapshot-summary.ts';

/** A good backup that says how many documents an alias had, or one of its indices. */
export interface ComparedBackup {
  backup: AnyBackup;
  documents: number;
  /** It was taken while documents were written, and has at least so many. */
  atLeast: boolean;
  /** Of the index that was backed up; null: unknown, or several. */
  uuid: string | null;
  /** Of an alias on several indices: the one that it is a backup of, and how many documents that lacks. */
  index?: string;
  missing: number;
}

type Good = readonly [zips: readonly BackupSummary[], snapshots: readonly SnapshotSummary[]];

/**
 * What the documents of an alias are compared with; null: nothing says how many there should be. An alias on one index is compared with
 * its newest backup, whatever index that was made from; on several, each index with its own newest backup. Of snapshots those count that
 * say a number, exactly or at least. `good`: the newest first. Pure.
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

/** Snapshots that are asked for their number; of those of other tools none has one. */
export const ASKED = 50;

/** The newer one of the last zip file and the last snapshot that says a number. */
function newestCounted(alias: string, [zips, snapshots]: Good, index?: string): ComparedBackup | null {
  const isWanted = (backup: AnyBackup) => index === undefined || isOfIndex(backup, index);
  const counted = (backup: AnyBackup): ComparedBackup | null => {
    const { documents, uuid } = partOf(backup, alias, index);
    return documents && { backup, documents: documents.least, atLeast: !documents.exact, uuid, missing: 0 };
  };
  const zip = zips.find(isWanted);
  const [ofZip, ofSnapshot] = [zip ? counted(zip) : null, firstCounted(snapshots.slice(0, ASKED).filter(isWanted))];
  if (ofZip === null || ofSnapshot === null) return ofZip ?? ofSnapshot;
  return backupTime(ofSnapshot.backup) > backupTime(ofZip.backup) ? ofSnapshot : ofZip;

  function firstCounted(backups: readonly AnyBackup[]): ComparedBackup | null {
    for (const backup of backups) {
      const found = counted(backup);
      if (found !== null) return found;
    }
    return null;
  }
}

/** Of an alias on several indices: the backup of the index that lacks the most documents of it; null: none lacks any. */
export const largestLoss = (compared: readonly ComparedBackup[]): ComparedBackup | null =>
  compared.reduce<ComparedBackup | null>(
    (largest, each) => (each.missing > (largest?.missing ?? 0) ? each : largest),
    null,
  );

export type ComparedWith = 'backup' | 'zip file' | 'snapshot' | 'counted snapshot';

/** What they are, in words. `snapshots`: the good ones of the alias, the newest first; without any, every backup is a zip file. */
export function wordFor(compared: readonly ComparedBackup[], snapshots: readonly SnapshotSummary[]): ComparedWith {
  const [first] = compared;
  const ofSnapshots = compared.filter(({ backup }) => isSnapshot(backup)).length;
  if (snapshots.length === 0 || first === undefined || (ofSnapshots > 0 && ofSnapshots < compared.length))
    return 'backup';
  if (ofSnapshots === 0) return 'zip file';
  return compared.length === 1 && first.backup === snapshots[0] ? 'snapshot' : 'counted snapshot';
}

/** One of them was taken while documents were written: the number is the least there can be. */
export const hasAtLeast = (compared: readonly ComparedBackup[] | null): boolean =>
  compared !== null && compared.some(({ atLeast }) => atLeast);
