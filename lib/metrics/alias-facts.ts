import type { BackupListing, BackupSummary } from '../contract/backup.ts';
import type { VerifiedState } from '../contract/backups-page.ts';
import { documentsShown } from '../contract/documents-shown.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { overdueSince } from '../incidents/rules/backups.ts';
import type { BackupMarks } from '../known-backups/backup-marks.ts';
import {
  backupsByName,
  backupTime,
  isSnapshot,
  lastGoodOf,
  type AnyBackup,
  type ListingState,
} from '../known-backups/backups-of-alias.ts';
import { isGoodBackup } from '../known-backups/backup-state.ts';
import { provenRestoresOf } from '../known-backups/proven-restores.ts';
import { isListingComplete, type SnapshotListing, type SnapshotSummary } from '../known-backups/snapshot-summary.ts';
import type { Generations } from '../present/alias-map.ts';
import { dueOf } from '../present/due-of.ts';
import { exactly, partOf } from '../present/part-of-alias.ts';
import { comparableBackups, type KnownClusters } from '../present/source-cluster.ts';
import { mapInSteps, type Steps } from '../slices.ts';
import { sumOrNull } from '../sum-or-null.ts';

/** What the metrics say of one alias. null: unknown, except where it says otherwise. */
export interface AliasFacts {
  alias: string;
  /** That a search through it finds. */
  documents: number | null;
  storeBytes: number | null;
  indices: { open: number; closed: number; red: number };
  /** null: its backups were not listed yet. */
  backups: BackupFacts | null;
  drills: DrillFacts | null;
}

export interface BackupFacts {
  /** null: their place could not be read. */
  zips: { count: number; bytes: number } | null;
  /** null: a repository could not be listed, or is being read. */
  snapshots: number | null;
  /**
   * The last good one that is known; null: none is, or the first lists are still being read. Time in milliseconds; documents null:
   * unknown, or not exact.
   */
  lastGood: { at: number; documents: number | null } | null;
  /** By the rule of the incident: an alias that its schedule, or the limit, gives more time is not. null: unknown. */
  overdue: boolean | null;
}

interface DrillFacts {
  /** The last that was equal; null: none. Time in milliseconds. */
  passed: { at: number; seconds: number } | null;
  /** The newest one failed. One that had nothing to compare with proves nothing, and has not. */
  failed: boolean;
}

interface Known extends Omit<ListingState, 'complete'>, KnownClusters {
  /** null: not read yet. */
  listing: Pick<BackupListing, 'backups' | 'problem'> | null;
  snapshots: SnapshotListing;
  /** The whole place of the zip files was read, and answers. */
  isListed: boolean;
  /** The first lists of zip files or snapshots are still being read: there may be newer backups than are known. */
  isReading: boolean;
  /** Since when the cluster is watched, ISO; null: unknown. */
  watchedSince: string | null;
  verified: ReadonlyMap<string, VerifiedState>;
  /** Absent: unknown. */
  marks?: BackupMarks;
}

interface OwnBackups {
  zips: ReadonlyMap<string, BackupSummary[]>;
  snapshots: ReadonlyMap<string, SnapshotSummary[]>;
}

/** Of each alias, by the same rules as the overview. Pure. */
export function* aliasFactSteps(groups: readonly Generations[], known: Known): Steps<AliasFacts[]> {
  const { listing, snapshots } = known;
  const comparable = listing && comparableBackups(listing.backups, known);
  const own: OwnBackups = { zips: backupsByName(comparable ?? []), snapshots: backupsByName(snapshots.snapshots) };
  yield;
  const state: ListingState = {
    ...known,
    complete: known.isListed && comparable !== null && isListingComplete(snapshots),
  };
  const isRead = listing !== null && !(snapshots.reading && snapshots.repositories.length === 0);
  return yield* mapInSteps(groups, ({ alias, live }) => ({
    alias,
    documents: sumOrNull(live.map((index) => documentsShown(index, alias))),
    storeBytes: sumOrNull(live.map((index) => index.storeBytes)),
    indices: indicesOf(live),
    ...(isRead
      ? factsOf(alias, live, own, {
          ...known,
          state,
          areZipsKnown: listing.problem === null,
          areSnapshotsKnown: areCounted(snapshots),
        })
      : { backups: null, drills: null }),
  }));
}

function indicesOf(live: readonly IndexSummary[]): AliasFacts['indices'] {
  const closed = live.filter(({ state }) => state === 'closed').length;
  const red = live.filter(({ health, state }) => state === 'open' && health === 'red').length;
  return { open: live.length - closed - red, closed, red };
}

/** As far as they were last listed, but each repository. A user who may not list them may have backups there. */
const areCounted = ({ problem, reading, repositories }: SnapshotListing): boolean =>
  !reading && problem === null && repositories.every(({ snapshots }) => snapshots !== null);

interface KnownOfAll extends Pick<Known, 'isReading' | 'marks' | 'verified' | 'watchedSince'> {
  state: ListingState;
  areZipsKnown: boolean;
  areSnapshotsKnown: boolean;
}

function factsOf(
  alias: string,
  live: readonly IndexSummary[],
  own: OwnBackups,
  { areSnapshotsKnown, areZipsKnown, isReading, marks, state, verified, watchedSince }: KnownOfAll,
): Pick<AliasFacts, 'backups' | 'drills'> {
  const zips = own.zips.get(alias) ?? [];
  const snapshots = own.snapshots.get(alias) ?? [];
  const all: AnyBackup[] = newestFirst([...zips, ...snapshots]);
  const good = all.filter((backup) => isGoodBackup(backup, verified));
  const last = lastGoodOf(live, good);
  const lastGood = last && { at: Date.parse(backupTime(last)), documents: exactly(partOf(last, alias).documents) };
  return {
    backups: {
      zips: areZipsKnown
        ? { count: zips.length, bytes: zips.reduce((sum, { fileBytes }) => sum + fileBytes, 0) }
        : null,
      snapshots: areSnapshotsKnown ? snapshots.length : null,
      lastGood: isReading ? null : lastGood,
      overdue: overdueIn(alias, live, good, { ...state, watchedSince }),
    },
    drills: marks ? drillsOf(alias, live, all, marks) : null,
  };
}

/** As the incident `backup-overdue`: an alias that is newer than the run of its schedule is backed up by the next one. */
function overdueIn(
  alias: string,
  live: readonly IndexSummary[],
  good: readonly AnyBackup[],
  context: ListingState & Pick<Known, 'watchedSince'>,
): boolean | null {
  const { expectedRun = null, overdue } = dueOf(alias, live, good, context);
  const { now, overdueAfterMs, watchedSince } = context;
  if (overdue !== true) return overdue;
  const last = lastGoodOf(live, good);
  const lastGood = last && backupTime(last);
  if (watchedSince === null && expectedRun === null && lastGood === null) return null;
  const createdAt = live.flatMap((index) => index.createdAt ?? []).sort()[0] ?? null;
  const limits = { now, overdueAfterMs, watchedSince: watchedSince ?? new Date(now).toISOString() };
  return overdueSince({ createdAt, expectedRun, lastGood }, limits) !== null;
}

function drillsOf(
  alias: string,
  live: readonly IndexSummary[],
  all: readonly AnyBackup[],
  marks: BackupMarks,
): DrillFacts {
  const ofThisCluster = all.filter((backup) => !isSnapshot(backup) || backup.ofThisCluster);
  const { failed, last } = provenRestoresOf(alias, live, ofThisCluster, marks);
  return {
    passed: last && { at: Date.parse(last.at), seconds: last.seconds },
    failed: failed !== null && !failed.unproven,
  };
}

const newestFirst = (backups: AnyBackup[]): AnyBackup[] =>
  backups.sort((a, b) => (backupTime(a) < backupTime(b) ? 1 : backupTime(a) > backupTime(b) ? -1 : 0));
