import type { VerifiedState } from '../contract/backups-page.ts';
import type { BackupSummary } from '../contract/backup.ts';
import { foldersOf } from '../contract/backup-folders.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';

export const timeOf = (backup: Pick<BackupSummary, 'takenAt' | 'modifiedAt'>): string =>
  backup.takenAt ?? backup.modifiedAt;

/**
 * A manifest is written last, when every document has been counted. A file of a tool that keeps none may have died half
 * way and look whole: it is good once it has been read to its end.
 */
export const isGood = (backup: BackupSummary, verified: VerifiedState | undefined): boolean =>
  backup.condition.state === 'whole' && (verified === undefined ? backup.manifest !== null : verified.ok);

/** The names a backup is looked for by: what it is filed under, and every alias its index had when it was backed up. */
export const namesOf = (backup: BackupSummary): string[] => [
  ...new Set([
    backup.group,
    ...(backup.manifest?.aliases ?? []).map(({ alias }) => alias).filter((alias) => !isOwnAlias(alias)),
  ]),
];

/** The backups of each alias (or index they are filed under), newest first. */
export function backupsByName(backups: readonly BackupSummary[]): Map<string, BackupSummary[]> {
  const named = new Map<string, BackupSummary[]>();
  for (const backup of backups) {
    for (const name of namesOf(backup)) {
      const known = named.get(name);
      if (known) known.push(backup);
      else named.set(name, [backup]);
    }
  }
  for (const group of named.values()) group.sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
  return named;
}

export const isOf = (backup: BackupSummary, index: string) => backup.manifest?.index.name === index;

type Live = readonly IndexSummary[];

/** Of the good backups of an alias, newest first: the newest, or of an alias on several indices the newest of each. */
export function lastOfEach(live: Live, good: readonly BackupSummary[]): BackupSummary[] {
  const newest = live.length > 1 ? live.flatMap((index) => good.find((backup) => isOf(backup, index.name)) ?? []) : [];
  return newest.length > 0 ? newest : good.slice(0, 1);
}

/** As a whole an alias is no better backed up than the worst of its indices. */
export const lastGoodOf = (live: Live, good: readonly BackupSummary[]): BackupSummary | null =>
  lastOfEach(live, good).reduce<BackupSummary | null>(
    (oldest, backup) => (oldest === null || timeOf(backup) < timeOf(oldest) ? backup : oldest),
    null,
  );

export interface Listed {
  /** The directory was read as it is now; otherwise there may be more backups than are known. */
  complete: boolean;
  /** Folders of it that could not be read. */
  unread: readonly string[];
  overdueAfterMs: number;
  now: number;
}

/** No good backup, none of one of its indices, or the last one is older than the cluster's limit; null: it can't be told. */
export function overdueOf(
  alias: string,
  live: Live,
  good: readonly BackupSummary[],
  { complete, unread, overdueAfterMs, now }: Listed,
): boolean | null {
  const last = lastGoodOf(live, good);
  const late =
    last === null ||
    (live.length > 1 && live.some((index) => !good.some((backup) => isOf(backup, index.name)))) ||
    now - Date.parse(timeOf(last)) > overdueAfterMs;
  if (!late) return false;
  return complete && !foldersOf(alias, live).some((folder) => unread.includes(folder)) ? true : null;
}
