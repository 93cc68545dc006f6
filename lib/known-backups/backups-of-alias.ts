import type { BackupSummary } from '../contract/backup.ts';
import { foldersOf } from '../contract/backup-folders.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';
import { holdsIndex, type SnapshotSummary } from './snapshot-summary.ts';

/** A zip file or a snapshot. */
export type AnyBackup = BackupSummary | SnapshotSummary;

export const isSnapshot = (backup: AnyBackup): backup is SnapshotSummary => 'repository' in backup;

export const backupTime = (
  backup: Pick<BackupSummary, 'takenAt' | 'modifiedAt'> | Pick<SnapshotSummary, 'orderedAt'>,
): string => ('orderedAt' in backup ? backup.orderedAt : (backup.takenAt ?? backup.modifiedAt));

/** The names to find a backup by: its group, and every alias that its index had when it was backed up. */
export const searchNamesOf = (backup: AnyBackup): readonly string[] =>
  isSnapshot(backup)
    ? backup.names
    : [
        ...new Set([
          backup.group,
          ...(backup.manifest?.aliases ?? []).map(({ alias }) => alias).filter((alias) => !isOwnAlias(alias)),
        ]),
      ];

/** The backups of each alias and group, newest first. */
export function backupsByName<Backup extends AnyBackup>(backups: readonly Backup[]): Map<string, Backup[]> {
  const named = new Map<string, Backup[]>();
  for (const backup of backups) {
    for (const name of searchNamesOf(backup)) {
      const known = named.get(name);
      if (known) known.push(backup);
      else named.set(name, [backup]);
    }
  }
  for (const group of named.values()) group.sort((a, b) => (backupTime(a) < backupTime(b) ? 1 : -1));
  return named;
}

export const isOfIndex = (backup: AnyBackup, index: string): boolean =>
  isSnapshot(backup) ? holdsIndex(backup, index) : backup.manifest?.index.name === index;

type Live = readonly IndexSummary[];

/** The newest good backup of an alias; of an alias on several indices the newest of each. `good`: newest first. */
export function lastOfEach<Backup extends AnyBackup>(live: Live, good: readonly Backup[]): Backup[] {
  const newest =
    live.length > 1 ? live.flatMap((index) => good.find((backup) => isOfIndex(backup, index.name)) ?? []) : [];
  return newest.length > 0 ? newest : good.slice(0, 1);
}

/**
 * The last good backup of an alias: on several indices the oldest of theirs, because the alias is backed up as of then.
 */
export const lastGoodOf = <Backup extends AnyBackup>(live: Live, good: readonly Backup[]): Backup | null =>
  lastOfEach(live, good).reduce<Backup | null>(
    (oldest, backup) => (oldest === null || backupTime(backup) < backupTime(oldest) ? backup : oldest),
    null,
  );

export interface ListingState {
  /** The whole directory was read; otherwise there can be more backups than are known. */
  complete: boolean;
  /** Folders of it that could not be read. */
  unread: readonly string[];
  overdueAfterMs: number;
  now: number;
}

/** No good backup, none of one of the indices, or the last one is older than the cluster's limit; null: unknown. */
export function overdueOf(
  alias: string,
  live: Live,
  good: readonly AnyBackup[],
  { complete, unread, overdueAfterMs, now }: ListingState,
): boolean | null {
  const last = lastGoodOf(live, good);
  const late =
    last === null ||
    (live.length > 1 && live.some((index) => !good.some((backup) => isOfIndex(backup, index.name)))) ||
    now - Date.parse(backupTime(last)) > overdueAfterMs;
  if (!late) return false;
  return complete && !foldersOf(alias, live).some((folder) => unread.includes(folder)) ? true : null;
}
