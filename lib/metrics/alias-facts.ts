import type { BackupListing, BackupSummary } from '../contract/backup.ts';
import type { VerifiedState } from '../contract/backups-page.ts';
import { documentsShown } from '../contract/documents-shown.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type { BackupMarks } from '../known-backups/backup-marks.ts';
import {
  backupsByName,
  backupTime,
  isSnapshot,
  lastGoodOf,
  overdueOf,
  type AnyBackup,
  type ListingState,
} from '../known-backups/backups-of-alias.ts';
import { isGoodBackup } from '../known-backups/backup-state.ts';
import { provenRestoresOf } from '../known-backups/proven-restores.ts';
import { isListingComplete, type SnapshotListing, type SnapshotSummary } from '../known-backups/snapshot-summary.ts';
import type { Generations } from '../present/alias-map.ts';
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
  snapshots: number;
  /** The last good one that is known; null: none is. Time in milliseconds; documents null: unknown, or not exact. */
  lastGood: { at: number; documents: number | null } | null;
  overdue: boolean | null;
}

interface DrillFacts {
  /** The last that was equal; null: none. Time in milliseconds. */
  passed: { at: number; seconds: number } | null;
  /** The newest one failed, or could prove nothing. */
  failed: boolean;
}

interface Known extends Omit<ListingState, 'complete'>, KnownClusters {
  /** null: not read yet. */
  listing: Pick<BackupListing, 'backups' | 'problem'> | null;
  snapshots: SnapshotListing;
  /** The whole place of the zip files was read, and answers. */
  isListed: boolean;
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
      ? factsOf(alias, live, own, { ...known, state, areZipsKnown: listing.problem === null })
      : { backups: null, drills: null }),
  }));
}

function indicesOf(live: readonly IndexSummary[]): AliasFacts['indices'] {
  const closed = live.filter(({ state }) => state === 'closed').length;
  const red = live.filter(({ health, state }) => state === 'open' && health === 'red').length;
  return { open: live.length - closed - red, closed, red };
}

function factsOf(
  alias: string,
  live: readonly IndexSummary[],
  own: OwnBackups,
  {
    areZipsKnown,
    marks,
    state,
    verified,
  }: Pick<Known, 'marks' | 'verified'> & {
    state: ListingState;
    areZipsKnown: boolean;
  },
): Pick<AliasFacts, 'backups' | 'drills'> {
  const zips = own.zips.get(alias) ?? [];
  const snapshots = own.snapshots.get(alias) ?? [];
  const all: AnyBackup[] = newestFirst([...zips, ...snapshots]);
  const good = all.filter((backup) => isGoodBackup(backup, verified));
  const last = lastGoodOf(live, good);
  return {
    backups: {
      zips: areZipsKnown
        ? { count: zips.length, bytes: zips.reduce((sum, { fileBytes }) => sum + fileBytes, 0) }
        : null,
      snapshots: snapshots.length,
      lastGood: last && { at: Date.parse(backupTime(last)), documents: exactly(partOf(last, alias).documents) },
      overdue: overdueOf(alias, live, good, state),
    },
    drills: marks ? drillsOf(alias, live, all, marks) : null,
  };
}

function drillsOf(
  alias: string,
  live: readonly IndexSummary[],
  all: readonly AnyBackup[],
  marks: BackupMarks,
): DrillFacts {
  const ofThisCluster = all.filter((backup) => !isSnapshot(backup) || backup.ofThisCluster);
  const { failed, last } = provenRestoresOf(alias, live, ofThisCluster, marks);
  return { passed: last && { at: Date.parse(last.at), seconds: last.seconds }, failed: failed !== null };
}

const newestFirst = (backups: AnyBackup[]): AnyBackup[] =>
  backups.sort((a, b) => (backupTime(a) < backupTime(b) ? 1 : backupTime(a) > backupTime(b) ? -1 : 0));
