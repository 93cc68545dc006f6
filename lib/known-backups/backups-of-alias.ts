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

/** The last time at which a schedule should have backed an alias up. */
export interface ExpectedRun {
  /** Milliseconds. */
  at: number;
  /** Its name. */
  schedule: string;
  /** A run of then or later has ended, whatever came of it; false: it was missed, or nothing is recorded. */
  ran: boolean;
  /** A good run of then or later wrote to a place whose backups are not listed here. */
  doneElsewhere: boolean;
}

/** null: no active schedule covers the alias. `indices`: those that it points to. */
export type ExpectedAt = (alias: string, indices: readonly string[]) => ExpectedRun | null;

/** By what a backup counts as too old. */
export interface DueBackups {
  /** An alias that a schedule covers is overdue by that. null: the schedules are unknown. */
  expectedAt: ExpectedAt | null;
  /** The others by the age of their last good backup. */
  overdueAfterMs: number;
  now: number;
}

export interface ListingState extends DueBackups {
  /** The whole directory was read; otherwise there can be more backups than are known. */
  complete: boolean;
  /** Folders of it that could not be read. */
  unread: readonly string[];
}

/**
 * No good backup, none of one of the indices, or the last one is older than the last run of the alias's schedule should have
 * been, without a schedule older than the cluster's limit; null: unknown. A good run that wrote elsewhere counts as a backup.
 */
export function overdueOf(
  alias: string,
  live: Live,
  good: readonly AnyBackup[],
  listing: ListingState,
): boolean | null {
  const late = isLate(alias, live, good, listing);
  return late === true && !isAllListed(alias, live, listing) ? null : late;
}

/** Every backup of the alias is known. */
export const isAllListed = (
  alias: string,
  live: Live,
  { complete, unread }: Pick<ListingState, 'complete' | 'unread'>,
): boolean => complete && !foldersOf(alias, live).some((folder) => unread.includes(folder));

/** By the clocks of a cluster's nodes, a snapshot can begin before the run that takes it. */
const CLOCK_DIFFERENCE_MS = 5 * 60_000;

/** Whether a backup of this time is one that was made by the run, or after it. */
export const isSince = (time: string, { at }: Pick<ExpectedRun, 'at'>): boolean =>
  Date.parse(time) >= at - CLOCK_DIFFERENCE_MS;

function isLate(
  alias: string,
  live: Live,
  good: readonly AnyBackup[],
  { expectedAt, overdueAfterMs, now }: DueBackups,
): boolean | null {
  const last = lastGoodOf(live, good);
  const expected = expectedOf(alias, live, expectedAt);
  if (expected?.doneElsewhere && !isNewer(live, expected)) return false;
  if (last === null) return true;
  if (expectedAt === null) return null;
  const isMissing = (index: IndexSummary) => !good.some((backup) => isOfIndex(backup, index.name));
  if (live.length > 1 && live.some((index) => existedAt(index, expected) && isMissing(index))) return true;
  return expected === null ? now - Date.parse(backupTime(last)) > overdueAfterMs : !isSince(backupTime(last), expected);
}

/** An index that is newer than the run is backed up by the next one. */
const existedAt = ({ createdAt }: IndexSummary, expected: ExpectedRun | null): boolean =>
  expected === null || createdAt === null || Date.parse(createdAt) <= expected.at;

/** Every index of the alias is newer than the run. */
export const isNewer = (live: Live, run: ExpectedRun): boolean =>
  live.length > 0 && !live.some((index) => existedAt(index, run));

/** null: no schedule covers the alias, or they are unknown. */
export const expectedOf = (alias: string, live: Live, expectedAt: ExpectedAt | null): ExpectedRun | null =>
  expectedAt === null
    ? null
    : expectedAt(
        alias,
        live.map(({ name }) => name),
      );
