import { backupsOf } from '../live/backups-of-cluster.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { BackupListing } from '../contract/backup.ts';
import { placeWord } from '../contract/backup-ref.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { Overview, OverviewAlias } from '../contract/overview.ts';
import { toFailure } from '../errors.ts';
import { jobs } from '../jobs/jobs.ts';
import { sumOrNull } from '../sum-or-null.ts';
import type { AllGenerations } from '../present/alias-map.ts';
import { lostBackupsOf } from '../present/lost-backups.ts';
import { aliasTotalsOf } from '../present/alias-totals.ts';
import { historyOf } from '../live/cluster-history.ts';
import { ALL_ALIASES, countsOf } from '../live/alias-counts.ts';
import { countAt, documentHistoryOf } from './document-history.ts';
import { incidentDetails } from './incident-details.ts';
import { missingAliasesIn } from './missing-aliases-in.ts';
import { aliasRowsIn } from './alias-rows-in.ts';
import { backupDaysOf } from './overview-backup-days.ts';
import { jobRowOf } from '../present/job-row.ts';
import { restoredIncidents } from './restored-incidents.ts';
import { snapshotsOf } from './load-snapshots.ts';
import { auditLogWarnings } from './audit-log-warnings.ts';
import { jobFor, type Viewer } from './job-for.ts';
import { noticedOnOverview } from './noticed-on-overview.ts';
import { scheduleWarnings } from './schedule-warnings.ts';
import { generationsIn, MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import type { Reading } from '../live/shared-read.ts';

/** Everything the overview shows. Its parts fail one by one: each has its own failure. */
export async function loadOverview(cluster: ConfiguredCluster, rows = 200, viewer: Viewer = null): Promise<Overview> {
  const reads = readsOf(cluster.key);
  const history = historyOf(cluster.key);
  const options = { maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS };
  const [health, indices, backups, snapshots] = await Promise.all([
    reads.health.readOrLast(options),
    reads.indices.readOrLast(options),
    reads.backups.readOrLast({ ...options, maxAgeMs: 4_000 }),
    snapshotsOf(cluster),
  ]);
  history.noteSilence();
  const listing = backups.value ?? nothingListed(cluster, backups);
  const problem = listing.problem ?? backups.failure?.message ?? null;
  const generations = indices.value === null ? null : await generationsIn(indices.value);
  const all =
    generations === null
      ? []
      : await aliasRowsIn(generations, { cluster, listing, snapshots, complete: problem === null });
  const details = incidentDetails(cluster, { indices: indices.value, backups: listing.backups, history });
  const aliasTotals = aliasTotalsOf(all, allAliasesIn(history, indices.value));
  const aliases = details.ofRows(firstRows(all, rows));
  const missing = indices.value === null ? [] : missingAliasesIn(cluster, indices.value, listing, snapshots);
  const said = {
    aliases,
    missingAliases: details.ofMissing(missing.slice(0, MISSING_SHOWN)),
    scheduleWarnings: scheduleWarnings(cluster),
  };
  return {
    takenAt: new Date().toISOString(),
    ...said,
    noticed: noticedOnOverview(cluster, said),
    health,
    indices: { ...indices, value: indices.value && generations && indexNumbersOf(indices.value, generations) },
    backups: { ...backupNumbersOf(listing, generations), problem },
    missingAliasCount: missing.length,
    aliasTotals,
    jobs: overviewJobs(cluster, viewer),
    auditLogWarnings: auditLogWarnings(),
    restored: restoredIncidents(cluster, troubledAliases(all, missing)),
    brokenGlass: jobs.breakGlassUses({
      cluster: jobs.approvalKeys(cluster),
      since: new Date(Date.now() - BREAK_GLASS_SHOWN_MS),
    }),
    changes: [...history.changes].slice(0, 60),
    healthSpans: [...history.healthSpans],
    history: documentHistoryOf(history, [...aliases, ...missing.slice(0, MISSING_SHOWN)], Date.now()),
    backupDays: backupDaysOf(
      cluster,
      { listing, snapshots },
      // In an incident its table has other columns.
      generations !== null && aliasTotals.healthy === aliasTotals.all ? generations.groups : [],
      aliases,
    ),
  };
}

/** Those that have lost documents, or that no index has. */
function troubledAliases(rows: readonly OverviewAlias[], missing: readonly { alias: string }[]) {
  const troubled = new Set([...rows.filter(({ loss }) => loss !== null), ...missing].map(({ alias }) => alias));
  return (alias: string): boolean => troubled.has(alias);
}

const backupNumbersOf = (
  listing: BackupListing,
  generations: AllGenerations | null,
): Omit<Overview['backups'], 'problem'> => ({
  directory: listing.directory,
  count: listing.backups.length,
  takenAt: listing.problem === null ? listing.takenAt : null,
  missing: listing.missing,
  unread: listing.unread,
  lost: lostBackupsOf(listing, generations && new Set(generations.groups.map(({ alias }) => alias))),
});

/**
 * The first rows (the worst come first), and the first three of the rest whose last backup is much smaller than the one
 * before.
 */
function firstRows(all: readonly OverviewAlias[], rows: number): OverviewAlias[] {
  const shrunk = all.slice(rows).filter((row) => row.shrunk !== null);
  return [...all.slice(0, rows), ...shrunk.slice(0, 3)];
}

/** More would push the table out of view. */
const MISSING_SHOWN = 3;

/** The documents of all aliases now, and 24 hours before. */
const allAliasesIn = (history: History, indices: ClusterIndices | null) => ({
  now: indices === null ? null : (countsOf(indices.indices).get(ALL_ALIASES)?.documents ?? null),
  dayBefore: countAt(history, ALL_ALIASES, Date.now() - DAY_MS),
});

/** Until the next morning's shift has seen it. */
const BREAK_GLASS_SHOWN_MS = 24 * 3_600_000;
const DAY_MS = 24 * 3_600_000;
const RECENT_JOBS = 5;

type History = ReturnType<typeof historyOf>;

const nothingListed = (cluster: ConfiguredCluster, { failure }: Reading<BackupListing>): BackupListing => ({
  source: cluster.backupSource,
  directory: backupsOf(cluster).place,
  takenAt: new Date().toISOString(),
  backups: [],
  problem: failure?.message ?? `The ${placeWord(backupsOf(cluster).place)} has not been read yet.`,
  missing: false,
  unread: [],
});

function indexNumbersOf(
  { indices }: ClusterIndices,
  { outside }: AllGenerations,
): NonNullable<Overview['indices']['value']> {
  const closed = indices.filter((index) => index.state === 'closed').length;
  return {
    open: indices.length - closed,
    closed,
    outside: outside.length,
    // Closed indices hold documents that can't be counted.
    documents: indices.reduce((sum, index) => sum + (index.documents ?? 0), 0),
    uncounted: indices.filter((index) => index.state === 'open' && index.documents === null).length,
    storeBytes: sumOrNull(indices.map((index) => index.storeBytes)),
  };
}

function overviewJobs(cluster: ConfiguredCluster, viewer: Viewer): Overview['jobs'] {
  try {
    const running = jobs
      .list({ cluster: cluster.key, statuses: ['queued', 'running'], limit: 20 })
      .map((job) => jobRowOf(jobFor(viewer, job)));
    const recent = jobs
      .list({ cluster: cluster.key, statuses: ['succeeded', 'failed', 'cancelled', 'interrupted'], limit: RECENT_JOBS })
      .map((job) => jobRowOf(jobFor(viewer, job)));
    return { value: { running, recent }, takenAt: new Date().toISOString(), failure: null };
  } catch (error) {
    return { value: null, takenAt: null, failure: toFailure(error) };
  }
}
