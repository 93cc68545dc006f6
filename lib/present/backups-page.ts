import type { BackupListing, BackupSummary } from '../contract/backup.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type {
  BackupGroup,
  BackupRow,
  BackupsFilter,
  BackupsPage,
  ListedBackup,
  VerifiedState,
} from '../contract/backups-page.ts';
import {
  backupsByName,
  isSnapshot,
  lastGoodOf,
  isOfIndex,
  lastOfEach,
  searchNamesOf,
  overdueOf,
  backupTime,
  type AnyBackup,
  type DueBackups,
  type ListingState,
} from '../known-backups/backups-of-alias.ts';
import { dueOf, expectedRunOf } from './due-of.ts';
import { lostBackupsOf } from './lost-backups.ts';
import { isProblem, matches, rowOf, setPartOf } from './backup-rows.ts';
import { sortBackups } from './sort-backups.ts';
import { backupSets, countBackups, type BackupSet } from '../known-backups/backup-sets.ts';
import type { BackupMarks } from '../known-backups/backup-marks.ts';
import { isGood, isGoodBackup, isGoodState } from '../known-backups/backup-state.ts';
import { isProblemSnapshot, matchesSnapshot, snapshotRowOf } from './snapshot-rows.ts';
import {
  isListingComplete,
  NO_SNAPSHOTS,
  type SnapshotListing,
  type SnapshotSummary,
} from '../known-backups/snapshot-summary.ts';
import { comparableBackups, sourceClusterOf, sourceUuidOf, type KnownClusters } from './source-cluster.ts';

const ROWS_PER_PAGE = 50;
const MAX_INDEX_GROUPS = 200;

/** Snapshots are in none. */
type Sets = ReadonlyMap<AnyBackup, BackupSet>;
/** Overdue aliases named in one response; the rest are counted. */
const MAX_NAMED_OVERDUE = 500;

interface PageContext extends KnownClusters, DueBackups {
  /** The indices of each alias; null: the cluster has not answered yet. */
  live: ReadonlyMap<string, readonly IndexSummary[]> | null;
  verified: ReadonlyMap<string, VerifiedState>;
  /** Default: the cluster has none. */
  snapshots?: SnapshotListing;
  /** Default: none are known. */
  marks?: BackupMarks;
}

/** One page of the list of backups, and the state of each alias's backups over all of them. Pure. */
export function backupsPageOf(listing: BackupListing, filter: BackupsFilter, context: PageContext): BackupsPage {
  const { snapshots } = context.snapshots ?? NO_SNAPSHOTS;
  const named = backupsByName<AnyBackup>([...listing.backups, ...snapshots]);
  const own = ownBackups(listing, context);
  const good = goodOf(own.named, context);
  const sets = backupSets(listing.backups, filter.group || undefined);
  const last = new Map(
    [...good].map(([name, backups]) => [name, new Set(oneOfEachSet(lastOfEach(liveOf(name, context), backups), sets))]),
  );
  const isLast = (backup: AnyBackup) =>
    (filter.group
      ? [filter.group]
      : searchNamesOf(backup).filter((name) => !isListedElsewhere(name, backup, sets))
    ).some((name) => last.get(name)?.has(backup));
  const listed = { ...context, complete: own.complete, unread: unknownFolders(listing) };
  const overdue = overdueIn(own.named, good, listed);
  const rows = listing.backups.map((summary) =>
    rowOf(summary, {
      verified: context.verified.get(summary.id) ?? null,
      cluster: sourceClusterOf(summary, context),
      set: setPartOf(summary, sets.get(summary)),
      lastGood: isLast(summary),
      marks: context.marks,
    }),
  );
  const matching = rows.filter((row) => matches(row, filter));
  const shown = pageOf(filter, [
    ...matching,
    ...snapshots
      .filter((snapshot) => matchesSnapshot(snapshot, filter))
      .map((snapshot) =>
        snapshotRowOf(snapshot, { lastGood: isLast(snapshot), first: filter.group || undefined, marks: context.marks }),
      ),
  ]);
  return {
    directory: listing.directory,
    takenAt: listing.takenAt,
    problem: listing.problem,
    missing: listing.missing,
    unread: listing.unread,
    lost: lostBackupsOf(listing, context.live),
    stillReading: false,
    overdueAfterMs: context.overdueAfterMs,
    aliasesKnown: context.live !== null,
    liveDocuments: null,
    groups: groupsOf(named, good, sets, listed),
    days: [],
    moreDays: 0,
    overdue: { late: overdue.late.slice(0, MAX_NAMED_OVERDUE), never: overdue.never.slice(0, MAX_NAMED_OVERDUE) },
    lateBy: lateByRun(overdue.late, good, context),
    overdueCount: { late: overdue.late.length, never: overdue.never.length },
    snapshots: snapshotsKnownOf(context.snapshots ?? NO_SNAPSHOTS),
    ...shown,
    totals: totalsOf(rows, snapshots),
  };
}

const snapshotsKnownOf = ({ snapshots: _all, repositories, ...rest }: SnapshotListing): BackupsPage['snapshots'] => ({
  ...rest,
  repositories: repositories.map(({ readOnly: _, ...known }) => known),
});

/** The rows of one page, of all that match. */
function pageOf(
  filter: BackupsFilter,
  unsorted: ListedBackup[],
): Pick<BackupsPage, 'rows' | 'chosen' | 'page' | 'pages' | 'matching' | 'matchingBackups'> {
  const matching = sortBackups(unsorted, filter);
  const pages = Math.max(1, Math.ceil(matching.length / ROWS_PER_PAGE));
  const chosenAt = filter.chosen === undefined ? -1 : matching.findIndex((row) => row.id === filter.chosen);
  const page = Math.min(filter.page ?? Math.floor(Math.max(0, chosenAt) / ROWS_PER_PAGE) + 1, pages);
  const chosen = matching[chosenAt];
  return {
    rows: matching.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE),
    chosen: chosen ?? null,
    page,
    pages,
    matching: matching.length,
    matchingBackups: countRows(matching),
  };
}

const totalsOf = (rows: readonly BackupRow[], snapshots: readonly SnapshotSummary[]): BackupsPage['totals'] => ({
  backups: countRows(rows) + snapshots.length,
  zips: countRows(rows),
  snapshots: snapshots.length,
  files: rows.length,
  bytes: rows.reduce((sum, row) => sum + row.fileBytes, 0),
  good: countRows(rows.filter(({ state }) => isGoodState(state))),
  problems: countRows(rows.filter(isProblem)) + snapshots.filter(isProblemSnapshot).length,
  unfinished: rows.filter(({ state }) => state === 'unfinished').length,
  incomplete:
    rows.filter(({ state }) => state === 'incomplete').length +
    snapshots.filter(({ state }) => state === 'PARTIAL').length,
  broken: rows.filter(({ state }) => state === 'broken' || state === 'damaged').length,
});

function groupsOf(
  named: ReadonlyMap<string, readonly AnyBackup[]>,
  good: ReadonlyMap<string, readonly AnyBackup[]>,
  sets: Sets,
  context: PageContext & ListingState,
): BackupGroup[] {
  const listed = [...named].filter(
    ([name, backups]) => !backups.every((backup) => isListedElsewhere(name, backup, sets)),
  );
  const groups = listed.map(([group, backups]): BackupGroup => {
    const live = context.live?.get(group) ?? [];
    const last = lastGoodOf(live, good.get(group) ?? []);
    return {
      group,
      backups: countBackups(backups, sets),
      snapshots: backups.filter(isSnapshot).length,
      otherCluster: countBackups(
        backups.filter((backup) => !isSnapshot(backup) && sourceClusterOf(backup, context).relation === 'another'),
        sets,
      ),
      lastGood: last && {
        id: last.id,
        kind: isSnapshot(last) ? 'snapshot' : 'zip',
        takenAt: backupTime(last),
        documents: last.documents,
        verified: context.verified.get(last.id)?.ok === true,
      },
      ...dueOf(group, live, good.get(group) ?? [], context),
    };
  });
  return withoutManyIndices(groups, context).sort((a, b) => a.group.localeCompare(b.group, 'en'));
}

/** Aliases of one run that are named. */
const MAX_NAMED_OF_RUN = 6;

/** The newest run first, those without one last. */
function lateByRun(
  late: readonly string[],
  good: ReadonlyMap<string, readonly AnyBackup[]>,
  context: PageContext,
): BackupsPage['lateBy'] {
  const runs = new Map<string, BackupsPage['lateBy'][number]>();
  for (const alias of late) {
    const run = expectedRunOf(alias, liveOf(alias, context), good.get(alias) ?? [], context);
    const key = JSON.stringify(run);
    const of = runs.get(key) ?? { run, aliases: [], count: 0 };
    runs.set(key, of);
    of.count += 1;
    if (of.aliases.length < MAX_NAMED_OF_RUN) of.aliases.push(alias);
  }
  const timeOf = ({ run }: BackupsPage['lateBy'][number]) => run?.at ?? '';
  return [...runs.values()].sort((a, b) => (timeOf(a) < timeOf(b) ? 1 : timeOf(a) > timeOf(b) ? -1 : 0));
}

/** A snapshot can hold thousands of indices without an alias: the first of them are listed, the others found by the filter. */
function withoutManyIndices(groups: readonly BackupGroup[], { live }: PageContext): BackupGroup[] {
  const isOnlyIndex = ({ group, backups, snapshots }: BackupGroup) => backups === snapshots && !live?.has(group);
  return [...groups.filter((group) => !isOnlyIndex(group)), ...groups.filter(isOnlyIndex).slice(0, MAX_INDEX_GROUPS)];
}

const liveOf = (name: string, { live }: PageContext): readonly IndexSummary[] => live?.get(name) ?? [];

/** The newest of each set: a set is one backup. */
const oneOfEachSet = (backups: readonly AnyBackup[], sets: Sets): AnyBackup[] => {
  const chosen = new Map<AnyBackup | BackupSet, AnyBackup>();
  for (const backup of backups) {
    const key = sets.get(backup) ?? backup;
    const known = chosen.get(key);
    if (known === undefined || backupTime(backup) > backupTime(known)) chosen.set(key, backup);
  }
  return [...chosen.values()];
};

/** Older versions filed the backups of a set under the names of their indices: they are listed under their alias. */
const isListedElsewhere = (name: string, backup: AnyBackup, sets: Sets): boolean =>
  !isSnapshot(backup) && name === backup.manifest?.index.name && (sets.get(backup)?.alias ?? name) !== name;

const countRows = (rows: readonly ListedBackup[]): number =>
  new Set(rows.map((row) => (row.kind === 'zip' ? (row.set?.first ?? row.id) : row.id))).size;

/** All overdue aliases, by name. Pure. */
export function overdueAliasesOf(listing: BackupListing, context: PageContext): BackupsPage['overdue'] {
  const { named, complete } = ownBackups(listing, context);
  return overdueIn(named, goodOf(named, context), { ...context, complete, unread: unknownFolders(listing) });
}

/** The backups that say something about this cluster, by name; `complete`: there are no others of it. */
function ownBackups({ backups, problem, lost = [] }: BackupListing, context: PageContext) {
  const comparable = comparableBackups(backups, context);
  const { snapshots = NO_SNAPSHOTS } = context;
  return {
    named: backupsByName<AnyBackup>([
      ...(comparable ?? []),
      ...snapshots.snapshots.filter(({ ofThisCluster }) => ofThisCluster),
    ]),
    complete:
      problem === null &&
      comparable !== null &&
      !lost.some(({ folder }) => folder === '') &&
      isListingComplete(snapshots),
  };
}

/** Folders whose backups are not all known: they can't be read, or what was in them is gone. */
export const unknownFolders = ({ unread, lost = [] }: BackupListing): string[] => [
  ...unread,
  ...lost.map(({ folder }) => folder),
];

const goodOf = (named: ReadonlyMap<string, readonly AnyBackup[]>, { verified }: PageContext) =>
  new Map([...named].map(([name, backups]) => [name, backups.filter((backup) => isGoodBackup(backup, verified))]));

/** One collator: `localeCompare` makes one for each of thousands of comparisons. */
const { compare: compareNames } = new Intl.Collator('en');

/** The aliases whose backups are overdue; while the cluster's aliases are unknown, the groups. */
function overdueIn(
  named: ReadonlyMap<string, readonly AnyBackup[]>,
  good: ReadonlyMap<string, readonly AnyBackup[]>,
  context: PageContext & ListingState,
): BackupsPage['overdue'] {
  const late = [...(context.live?.keys() ?? named.keys())]
    .filter((name) => overdueOf(name, context.live?.get(name) ?? [], good.get(name) ?? [], context) === true)
    .sort(compareNames);
  return {
    late: late.filter((name) => named.has(name)),
    never: late.filter((name) => !named.has(name) && !name.startsWith('.')),
  };
}

/**
 * The number of other good backups of the same cluster in the group of this one, without those in `deleted`; null: not
 * all could be read. Pure.
 */
export function otherGoodBackups(
  listing: BackupListing,
  { id, group, manifest = null }: Pick<BackupSummary, 'id' | 'group'> & Partial<Pick<BackupSummary, 'manifest'>>,
  verified: ReadonlyMap<string, VerifiedState>,
  deleted: ReadonlySet<string> = new Set([id]),
): number | null {
  const clusterUuid = sourceUuidOf({ manifest });
  const sameCluster = comparableBackups(listing.backups, { clusterUuid }) ?? [];
  const sets = backupSets(listing.backups, group);
  const own = listing.backups.find((backup) => backup.id === id);
  const set = own && sets.get(own);
  // One index of several is restored from another backup of that index alone.
  const replaces = (backup: BackupSummary) =>
    set === undefined || (sets.get(backup) !== set && isOfIndex(backup, own?.manifest?.index.name ?? ''));
  const others = sameCluster.filter(
    (backup) =>
      !deleted.has(backup.id) &&
      searchNamesOf(backup).includes(group) &&
      replaces(backup) &&
      isGood(backup, verified.get(backup.id)),
  ).length;
  return listing.problem !== null || (others === 0 && listing.unread.length > 0) ? null : others;
}
