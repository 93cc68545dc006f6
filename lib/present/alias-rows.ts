import type { VerifiedState } from '../contract/backups-page.ts';
import type { BackupSummary } from '../contract/backup.ts';
import { documentsShown, isAliasNarrowed } from '../contract/documents-shown.ts';
import { dateOfIndex } from '../contract/index-group.ts';
import type { ClusterIndices, IndexSummary } from '../contract/indices.ts';
import type { Loss, OverviewAlias, RowBackup } from '../contract/overview.ts';
import { runSync, mapInSteps, sortInSteps, type Steps } from '../slices.ts';
import { sumOrNull } from '../sum-or-null.ts';
import {
  backupsByName,
  isOfIndex,
  isSnapshot,
  lastGoodOf,
  overdueOf,
  backupTime,
  type AnyBackup,
  type ListingState,
} from './backups-of-alias.ts';
import {
  isGoodSnapshot,
  isListingComplete,
  NO_SNAPSHOTS,
  type SnapshotListing,
  type SnapshotSummary,
} from './snapshot-summary.ts';
import { isGood } from './backup-state.ts';
import { conditionOf } from './alias-condition.ts';
import { comparableBackups, sourceClusterOf, type KnownClusters } from './source-cluster.ts';
import { generationsOf, newestFirst, type Generations } from './alias-map.ts';

/** An alias that has lost this share of its last good backup's documents is an incident. */
export const LOSS_SHARE = 0.1;

interface RowContext extends ListingState, KnownClusters {
  backups: readonly BackupSummary[];
  /** Default: the cluster has none. */
  snapshots?: SnapshotListing;
  verified: ReadonlyMap<string, VerifiedState>;
}

/** One row of the overview per alias, the worst first. Pure. */
export const aliasRowsOf = (indices: ClusterIndices, context: RowContext): OverviewAlias[] =>
  runSync(aliasRowSteps(generationsOf(indices.indices).groups, context));

export function* aliasRowSteps(groups: readonly Generations[], context: RowContext): Steps<OverviewAlias[]> {
  const named = backupsByName(context.backups);
  yield;
  const comparable = comparableBackups(context.backups, context);
  const own = comparable === context.backups ? named : backupsByName(comparable ?? []);
  const { snapshots = NO_SNAPSHOTS } = context;
  const listed = { ...context, complete: context.complete && comparable !== null && isListingComplete(snapshots) };
  yield;
  const snapshotsBy = backupsByName(snapshots.snapshots);
  yield;
  const rows = yield* mapInSteps(groups, (group) =>
    rowOf(
      group,
      {
        all: named.get(group.alias) ?? [],
        own: own.get(group.alias) ?? [],
        snapshots: snapshotsBy.get(group.alias) ?? [],
      },
      listed,
    ),
  );
  return yield* sortInSteps(rows, (a, b) => rank(b) - rank(a) || (a.alias < b.alias ? -1 : 1));
}

/** Of one alias: it can point to thousands of indices. */
const TARGETS_SHOWN = 10;

const rank = (row: OverviewAlias) =>
  (row.loss !== null ? 4 : 0) + { bad: 3, warn: 2, unknown: 1, idle: 0, ok: 0 }[row.condition.level];

function rowOf(
  { alias, live, others }: Generations,
  backups: { all: readonly BackupSummary[]; own: readonly BackupSummary[]; snapshots: readonly SnapshotSummary[] },
  context: RowContext,
): OverviewAlias {
  const { verified } = context;
  const good = backups.own.filter((each) => isGood(each, verified.get(each.id)));
  const goodOfBoth = newestBackups([...good, ...backups.snapshots.filter(isGoodSnapshot)]);
  const last = lastGoodOf(live, goodOfBoth);
  const lastZip = lastGoodOf(live, good);
  const documents = sumOrNull(live.map((index) => index.documents));
  const backedUp = backedUpDocuments(live, good);
  const change = documents === null || backedUp === null ? null : documents - backedUp;
  // Of an alias on several indices, each restore fills one: the one that lost the most is offered.
  const toRestore = backupOfLargestLoss(live, good) ?? lastZip;
  const loss = lossOf(live, others, documents, backedUp, toRestore);
  const backup = rowBackup(loss === null ? last : toRestore, context);
  const otherCluster = backups.all.filter((backup) => sourceClusterOf(backup, context).relation === 'another').length;
  const overdue = overdueOf(alias, live, goodOfBoth, context);
  return {
    alias,
    targets: newestFirst(live)
      .slice(0, TARGETS_SHOWN)
      .map((index) => ({
        index: index.name,
        state: index.state,
        health: index.health,
        documents: documentsShown(index, alias),
        createdAt: dateOfIndex(index),
      })),
    moreTargets: Math.max(0, live.length - TARGETS_SHOWN),
    unsearchable: unsearchableOf(live),
    documents: sumOrNull(live.map((index) => documentsShown(index, alias))),
    ...(isAliasNarrowed(alias, live) ? { documentsInIndices: documents } : {}),
    storeBytes: sumOrNull(live.map((index) => index.storeBytes)),
    others: {
      open: others.filter((index) => index.state === 'open').length,
      closed: others.filter((index) => index.state === 'closed').length,
    },
    condition: conditionOf({
      alias,
      live,
      documents,
      backedUp,
      change,
      loss,
      unread: overdue === null,
      onlyOtherCluster: otherCluster > 0 && otherCluster === backups.all.length && backups.snapshots.length === 0,
      comparedWith: last !== null && isSnapshot(last) ? 'zip file' : 'backup',
    }),
    backups: backups.all.length + backups.snapshots.length,
    otherCluster,
    backup,
    change,
    overdue,
    loss,
    shrunk: shrunkOf(live, good),
  };
}

const unsearchableOf = (live: readonly IndexSummary[]): OverviewAlias['unsearchable'] => ({
  red: live.filter(({ state, health }) => state === 'open' && health === 'red').length,
  closed: live.filter(({ state }) => state === 'closed').length,
});

/**
 * The documents of the alias in its last good backups; null: unknown. An alias on one index is compared with its newest
 * backup, whatever index that was made from; on several, each index with its own newest backup.
 */
function backedUpDocuments(live: readonly IndexSummary[], good: readonly BackupSummary[]): number | null {
  if (live.length <= 1) return good[0]?.documents ?? null;
  return sumOrNull(live.map((index) => good.find((backup) => isOfIndex(backup, index.name))?.documents ?? null));
}

/** The newest first. */
const newestBackups = (backups: AnyBackup[]): AnyBackup[] =>
  backups.sort((a, b) => (backupTime(a) < backupTime(b) ? 1 : backupTime(a) > backupTime(b) ? -1 : 0));

function rowBackup(backup: AnyBackup | null, context: RowContext): RowBackup | null {
  if (backup === null || !isSnapshot(backup)) return zipBackup(backup, context);
  const { id, repository, name, documents, indices } = backup;
  return {
    id,
    takenAt: backupTime(backup),
    documents,
    index: indices[0] ?? null,
    verified: null,
    snapshot: { repository, name },
  };
}

const zipBackup = (backup: BackupSummary | null, { verified }: RowContext): RowBackup | null =>
  backup && {
    id: backup.id,
    takenAt: backupTime(backup),
    documents: backup.documents,
    index: backup.manifest?.index.name ?? null,
    verified: verified.get(backup.id) ?? null,
  };

/** Of an alias on several indices: the newest backup of the index that lacks the most documents of it; null: none. */
function backupOfLargestLoss(live: readonly IndexSummary[], good: readonly BackupSummary[]): BackupSummary | null {
  if (live.length <= 1) return null;
  const losses = live.flatMap((index) => {
    const backup = good.find((each) => isOfIndex(each, index.name));
    const missing = (backup?.documents ?? 0) - (index.documents ?? Infinity);
    return backup && missing > 0 ? [{ backup, missing }] : [];
  });
  return losses.sort((a, b) => b.missing - a.missing)[0]?.backup ?? null;
}

function lossOf(
  live: readonly IndexSummary[],
  others: readonly IndexSummary[],
  documents: number | null,
  backedUp: number | null,
  last: BackupSummary | null,
): Loss | null {
  if (
    documents === null ||
    backedUp === null ||
    backedUp === 0 ||
    documents >= backedUp ||
    (backedUp - documents) / backedUp < LOSS_SHARE
  )
    return null;
  const newest = newestFirst(live)[0];
  const source = last?.manifest?.index.uuid;
  const backupOf =
    source === undefined ? 'unknown' : live.some((index) => index.uuid === source) ? 'this index' : 'another index';
  const before = others.filter(
    (index) =>
      index.state === 'open' &&
      !index.loading &&
      index.health !== 'red' &&
      index.documents !== null &&
      index.documents > documents,
  );
  // The index that the backup was made from, else the newest one with more documents.
  const best = before.find((index) => index.uuid === source) ?? newestFirst(before)[0];
  return {
    documents: backedUp - documents,
    percent: ((backedUp - documents) / backedUp) * 100,
    backupOf,
    since: backupOf === 'another index' && newest ? dateOfIndex(newest) : null,
    before: best
      ? {
          index: best.name,
          documents: best.documents!,
          date: dateOfIndex(best),
          backedUp: source !== undefined && best.uuid === source,
        }
      : null,
  };
}

/** The last backup may already be one of a damaged index: then the one before it is the backup to restore. */
function shrunkOf(live: readonly IndexSummary[], good: readonly BackupSummary[]): OverviewAlias['shrunk'] {
  const [last, before] = good;
  // Backups of several indices can't be compared with each other.
  if (
    live.length !== 1 ||
    !last ||
    !before ||
    last.documents === null ||
    before.documents === null ||
    before.documents === 0
  )
    return null;
  if ((before.documents - last.documents) / before.documents < LOSS_SHARE) return null;
  return { from: before.documents, to: last.documents, backup: before.id, takenAt: backupTime(before) };
}
