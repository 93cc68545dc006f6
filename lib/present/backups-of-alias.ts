import type { BackupSummary } from '../contract/backup.ts';
import { foldersOf } from '../contract/backup-folders.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';

export const backupTime = (backup: Pick<BackupSummary, 'takenAt' | 'modifiedAt'>): string =>
  backup.takenAt ?? backup.modifiedAt;

/** The names to find a backup by: its group, and every alias that its index had when it was backed up. */
export const searchNamesOf = (backup: BackupSummary): string[] => [
  ...new Set([
    backup.group,
    ...(backup.manifest?.aliases ?? []).map(({ alias }) => alias).filter((alias) => !isOwnAlias(alias)),
  ]),
];

/** The backups of each alias and group, newest first. */
export function backupsByName(backups: readonly BackupSummary[]): Map<string, BackupSummary[]> {
  const named = new Map<string, BackupSummary[]>();
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

export const isOfIndex = (backup: BackupSummary, index: string) => backup.manifest?.index.name === index;

type Live = readonly IndexSummary[];

/** The newest good backup of an alias; of an alias on several indices the newest of each. `good`: newest first. */
export function lastOfEach(live: Live, good: readonly BackupSummary[]): BackupSummary[] {
  const newest =
    live.length > 1 ? live.flatMap((index) => good.find((backup) => isOfIndex(backup, index.name)) ?? []) : [];
  return newest.length > 0 ? newest : good.slice(0, 1);
}

/**
 * The last good backup of an alias: on several indices the oldest of theirs, because the alias is backed up as of then.
 */
export const lastGoodOf = (live: Live, good: readonly BackupSummary[]): BackupSummary | null =>
  lastOfEach(live, good).reduce<BackupSummary | null>(
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
  good: readonly BackupSummary[],
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
