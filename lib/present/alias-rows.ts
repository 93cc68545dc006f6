import type { BackupSummary } from '../contract/backup.ts';
import type { VerifiedState } from '../contract/backups-page.ts';
import { documentsShown, isAliasNarrowed } from '../contract/documents-shown.ts';
import { LOSS_SHARE } from '../contract/loss-share.ts';
import { dateOfIndex } from '../contract/index-group.ts';
import type { ClusterIndices, IndexSummary } from '../contract/indices.ts';
import type { Loss, OverviewAlias } from '../contract/overview.ts';
import { runSync, mapInSteps, sortInSteps, type Steps } from '../slices.ts';
import { sumOrNull } from '../sum-or-null.ts';
import {
  backupsByName,
  isAllListed,
  isOfIndex,
  lastGoodOf,
  backupTime,
  type AnyBackup,
  type ListingState,
} from '../known-backups/backups-of-alias.ts';
import {
  isGoodSnapshot,
  isListingComplete,
  NO_SNAPSHOTS,
  type SnapshotListing,
  type SnapshotSummary,
} from '../known-backups/snapshot-summary.ts';
import type { BackupMarks } from '../known-backups/backup-marks.ts';
import { isGood } from '../known-backups/backup-state.ts';
import { provenRestoresOf } from '../known-backups/proven-restores.ts';
import { conditionOf } from './alias-condition.ts';
import { dueOf } from './due-of.ts';
import { comparedBackups, hasAtLeast, largestLoss, wordFor } from './compared-backup.ts';
import { rowBackup } from './row-backup.ts';
import { shrunkOf } from './shrunk-backup.ts';
import { comparableBackups, sourceClusterOf, type KnownClusters } from './source-cluster.ts';
import { generationsOf, newestFirst, type Generations } from './alias-map.ts';

interface RowContext extends ListingState, KnownClusters {
  backups: readonly BackupSummary[];
  /** Default: the cluster has none. */
  snapshots?: SnapshotListing;
  verified: ReadonlyMap<string, VerifiedState>;
  /** Default: none are known. */
  marks?: BackupMarks;
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
  const good = backups.own.filter((each) => isGood(each, context.verified.get(each.id)));
  const goodSnapshots = backups.snapshots.filter(isGoodSnapshot);
  const goodOfBoth = newestBackups([...good, ...goodSnapshots]);
  const last = lastGoodOf(live, goodOfBoth);
  const documents = sumOrNull(live.map((index) => index.documents));
  const compared = comparedBackups(alias, live, [good, goodSnapshots]);
  const backedUp = compared && compared.reduce((sum, each) => sum + each.documents, 0);
  const change = documents === null || backedUp === null ? null : documents - backedUp;
  // Of an alias on several indices, each restore fills one: the one that lost the most is offered.
  const lost = compared && (largestLoss(compared) ?? compared[0] ?? null);
  const atLeast = hasAtLeast(compared);
  const loss = lossOf(live, others, { documents, backedUp, atLeast }, lost?.uuid);
  const restored = loss === null || lost === null ? last : lost.backup;
  const only = loss === null ? undefined : lost?.index;
  const backup = restored && rowBackup(restored, alias, only, context);
  const otherBackups = lastOfEachKind(live, restored, only, [good, goodSnapshots]);
  const otherCluster = backups.all.filter((backup) => sourceClusterOf(backup, context).relation === 'another').length;
  const due = dueOf(alias, live, goodOfBoth, context);
  return {
    alias,
    targets: targetsOf(alias, live),
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
      atLeast,
      loss,
      unread: due.overdue === null && !isAllListed(alias, live, context),
      onlyOtherCluster: otherCluster > 0 && otherCluster === backups.all.length && backups.snapshots.length === 0,
      comparedWith: wordFor(compared ?? [], goodSnapshots),
      uncounted: last !== null,
    }),
    backups: backups.all.length + backups.snapshots.length,
    otherCluster,
    backup,
    ...(otherBackups.length === 0
      ? {}
      : { otherBackups: otherBackups.map((each) => rowBackup(each, alias, only, context)) }),
    // Between two moments there is no difference to show.
    change: atLeast ? null : change,
    ...due,
    ...provenOf(alias, live, backups, context),
    loss,
    shrunk: shrunkOf(alias, live, [good, goodSnapshots]),
  };
}

/** Without `marks` it is unknown. */
const provenOf = (
  alias: string,
  live: readonly IndexSummary[],
  { own, snapshots }: { own: readonly BackupSummary[]; snapshots: readonly SnapshotSummary[] },
  { marks }: RowContext,
): Pick<OverviewAlias, 'proven'> =>
  marks
    ? {
        proven: provenRestoresOf(
          alias,
          live,
          [...own, ...snapshots.filter(({ ofThisCluster }) => ofThisCluster)],
          marks,
        ),
      }
    : {};

const targetsOf = (alias: string, live: readonly IndexSummary[]): OverviewAlias['targets'] =>
  newestFirst(live)
    .slice(0, TARGETS_SHOWN)
    .map((index) => ({
      index: index.name,
      state: index.state,
      health: index.health,
      documents: documentsShown(index, alias),
      createdAt: dateOfIndex(index),
    }));

const unsearchableOf = (live: readonly IndexSummary[]): OverviewAlias['unsearchable'] => ({
  red: live.filter(({ state, health }) => state === 'open' && health === 'red').length,
  closed: live.filter(({ state }) => state === 'closed').length,
});

/** The last good backup of each kind, without `backup`. `only`: of this one of its indices. */
const lastOfEachKind = (
  live: readonly IndexSummary[],
  backup: AnyBackup | null,
  only: string | undefined,
  good: readonly (readonly AnyBackup[])[],
): AnyBackup[] =>
  good
    .flatMap((kind) => (only === undefined ? lastGoodOf(live, kind) : kind.find((each) => isOfIndex(each, only))) ?? [])
    .filter((each) => each !== backup);

/** The newest first. */
const newestBackups = (backups: AnyBackup[]): AnyBackup[] =>
  backups.sort((a, b) => (backupTime(a) < backupTime(b) ? 1 : backupTime(a) > backupTime(b) ? -1 : 0));

function lossOf(
  live: readonly IndexSummary[],
  others: readonly IndexSummary[],
  { documents, backedUp, atLeast }: { documents: number | null; backedUp: number | null; atLeast: boolean },
  /** Of the index that was backed up. */
  source: string | null | undefined,
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
  const backupOf =
    source == null ? 'unknown' : live.some((index) => index.uuid === source) ? 'this index' : 'another index';
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
    ...(atLeast ? { atLeast: true as const } : {}),
    before: best
      ? {
          index: best.name,
          documents: best.documents!,
          date: dateOfIndex(best),
          backedUp: source != null && best.uuid === source,
        }
      : null,
  };
}
