import type { ConfiguredCluster } from '../config.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { OverviewAlias } from '../contract/overview.ts';
import type { BackedUpAlias } from '../incidents/rules/backups.ts';
import type { DrilledAlias } from '../incidents/rules/drills.ts';
import { generationsIn, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import { runner } from '../jobs/jobs.ts';
import { lastJobEnd } from '../jobs/store/watched-jobs.ts';
import type { SharedRead } from '../live/shared-read.ts';
import { isListingComplete, type SnapshotListing } from '../known-backups/snapshot-summary.ts';
import { log } from '../log.ts';
import { answersNow } from '../live/silence-of.ts';
import { processGlobal } from '../process-wide.ts';
import { Turns } from '../turns.ts';
import { unknownFolders } from '../present/backups-page.ts';
import { aliasRowsIn } from './alias-rows-in.ts';
import { snapshotsOf } from './load-snapshots.ts';
import { missingAliasesIn } from './missing-aliases-in.ts';

/** `lost`: it has fewer documents than its last good backup. null: unknown, because backups or documents are. */
type AliasFact = BackedUpAlias & DrilledAlias & { lost: boolean | null };

/** What is known of the backups and drills of the aliases of a cluster: the same answer as on the overview. */
export interface AliasFacts {
  /** Empty where they can't be known now. */
  rows: readonly AliasFact[];
  /** Aliases that no index has any more, by name, as far as backups are listed. */
  missing: readonly string[];
  /** All backups are listed: no other alias is missing. */
  knowsMissing: boolean;
  /** An alias that does not exist has no backup that is overdue, and that is known where the cluster answers. */
  knowsBackups(alias: string): boolean;
  knowsDrills(alias: string): boolean;
}

const UNKNOWN: AliasFacts = {
  rows: [],
  missing: [],
  knowsMissing: false,
  knowsBackups: () => false,
  knowsDrills: () => false,
};

interface Remembered {
  facts: AliasFacts;
  /** The cluster and the place of its backups answered. */
  isKnown: boolean;
  /** By the monotonic clock. */
  at: number;
  /** The last end of a job then: it may have made a backup, or tried one. */
  lastEnd: string | null;
  /** They are read again after this time; 0: at the next call, because they are still being read. */
  validMs: number;
}

const remembered = processGlobal('alias-facts', () => new Map<string, Remembered>());

/**
 * Thousands of aliases are compared with thousands of backups: once in `maxAgeMs`, and when a job has ended. What can't be known now is
 * tried again after a minute: a place of backups with a problem is not listed at each call. Never throws.
 */
export async function aliasFacts(cluster: ConfiguredCluster, maxAgeMs: number): Promise<AliasFacts> {
  const lastEnd = lastEndOrNull();
  const before = remembered().get(cluster.key);
  const isNew = before?.lastEnd !== lastEnd;
  if (before && !isNew && performance.now() - before.at < Math.min(maxAgeMs, before.validMs)) return before.facts;
  const read = await readOrUnknown(cluster, Math.min(maxAgeMs, isNew ? FRESH_MS : AGAIN_MS));
  remembered().set(cluster.key, { ...read, at: performance.now(), lastEnd });
  return read.facts;
}

/** Clusters of which `rememberedAliasFacts` is reading. */
const reading = processGlobal('alias-facts-reading', () => new Set<string>());
/** The last that were known, also after an attempt that failed. */
const lastKnown = processGlobal('alias-facts-known', () => new Map<string, Pick<Remembered, 'facts' | 'at'>>());

/**
 * The last facts, without waiting; null: they can't be known now, and were not a few minutes ago. Where they are older than `maxAgeMs`,
 * or a job has ended since then, they are read again meanwhile, at most every 10 s.
 */
export function rememberedAliasFacts(cluster: ConfiguredCluster, maxAgeMs: number): AliasFacts | null {
  const { key } = cluster;
  const now = remembered().get(key);
  // A cluster that answers again is unknown for a shorter time than one that does not answer.
  if (now && !now.isKnown && answersNow(readsOf(key).indices)) now.validMs = Math.min(now.validMs, BACK_MS);
  if (!reading().has(key) && !isRecent(now)) {
    reading().add(key);
    void aliasFacts(cluster, maxAgeMs).finally(() => reading().delete(key));
  }
  // What is still being read does not replace what was known.
  if (now?.isKnown && now.validMs > 0) lastKnown().set(key, now);
  const known = lastKnown().get(key);
  if (known !== undefined && performance.now() - known.at <= KNOWN_FOR_MS) return known.facts;
  return now?.isKnown ? now.facts : null;
}

/**
 * Reading a directory may start a process, which blocks this one: the first call for fifty clusters does not start all of them at once.
 * A cluster that hangs takes no turn.
 */
const turns = processGlobal('alias-facts-turns', () => new Turns(4));

type ReadFacts = Pick<Remembered, 'facts' | 'isKnown' | 'validMs'>;

async function readOrUnknown(cluster: ConfiguredCluster, maxAgeMs: number): Promise<ReadFacts> {
  try {
    return await readFacts(cluster, maxAgeMs);
  } catch (error) {
    log().warn({ err: error, cluster: cluster.key }, 'Backups can’t be watched.');
    return { facts: UNKNOWN, isKnown: false, validMs: AGAIN_MS };
  }
}

/** While jobs end one after another, the facts are compared only so often. */
const isRecent = (now: Remembered | undefined): boolean =>
  now !== undefined && now.validMs > 0 && performance.now() - now.at < Math.min(FRESH_MS, now.validMs);

/** After a job has ended, an answer of this age counts as new. */
const FRESH_MS = 10_000;
const AGAIN_MS = 60_000;
const BACK_MS = 5_000;
/** Longer than the watch leaves them; see `BACKUPS_EVERY_MS` of other-findings.ts. */
const KNOWN_FOR_MS = 7 * 60_000;

function lastEndOrNull(): string | null {
  try {
    return lastJobEnd(runner().store);
  } catch {
    return null;
  }
}

async function readFacts(cluster: ConfiguredCluster, maxAgeMs: number): Promise<ReadFacts> {
  const { indices: read } = readsOf(cluster.key);
  const indices = await read.readOrLast({ maxAgeMs, waitMs: MAX_WAIT_MS });
  // An old list does not say which aliases there are.
  if (indices.value === null || indices.failure !== null)
    return { facts: UNKNOWN, isKnown: false, validMs: isBeingRead(read) ? 0 : AGAIN_MS };
  const { value } = indices;
  return turns().run(() => factsIn(cluster, value, maxAgeMs));
}

async function factsIn(cluster: ConfiguredCluster, indices: ClusterIndices, maxAgeMs: number): Promise<ReadFacts> {
  const { backups: read } = readsOf(cluster.key);
  // A directory that hangs is asked again, and not waited for.
  const waitMs = hangs(read) ? 0 : MAX_WAIT_MS;
  const [backups, snapshots] = await Promise.all([read.readOrLast({ maxAgeMs, waitMs }), snapshotsOf(cluster)]);
  // A list that was never read has no backup.
  if (backups.value === null) return { facts: UNKNOWN, isKnown: false, validMs: isBeingRead(read) ? 0 : AGAIN_MS };
  const complete = backups.value.problem === null && backups.failure === null;
  const rows = await aliasRowsIn(await generationsIn(indices), {
    cluster,
    listing: backups.value,
    snapshots,
    complete,
  });
  const byAlias = new Map(rows.map((row) => [row.alias, row]));
  const facts: AliasFacts = {
    rows: rows.map(factsOf),
    missing: missingAliasesIn(cluster, indices, backups.value, snapshots).map(({ alias }) => alias),
    knowsMissing: complete && unknownFolders(backups.value).length === 0 && areListed(snapshots),
    knowsBackups: (alias) => byAlias.get(alias)?.overdue !== null,
    knowsDrills: (alias) => {
      const row = byAlias.get(alias);
      return row === undefined || row.proven !== undefined;
    },
  };
  const isReading = snapshots.reading || (!complete && isBeingRead(read));
  return { facts, isKnown: true, validMs: isReading ? 0 : complete ? Infinity : AGAIN_MS };
}

/** A user who may not list repositories has no snapshots here, as on the overview. */
const areListed = (snapshots: SnapshotListing): boolean =>
  !snapshots.reading && (snapshots.problem === null || snapshots.forbidden) && isListingComplete(snapshots);

function hangs(read: Pick<SharedRead<unknown>, 'silence'>): boolean {
  const silence = read.silence();
  return silence !== null && (silence.failure === null || silence.failure.code === 'timed_out');
}

/** What hangs is not. */
const isBeingRead = (read: Pick<SharedRead<unknown>, 'isRunning' | 'silence'>): boolean =>
  read.isRunning && read.silence() === null;

const factsOf = (row: OverviewAlias): AliasFact => ({
  alias: row.alias,
  lost: isLost(row),
  overdue: row.overdue,
  expectedRun: row.expectedRun ?? null,
  lastGood: row.backup?.takenAt ?? null,
  createdAt: row.targets.flatMap(({ createdAt }) => createdAt ?? []).sort()[0] ?? null,
  proven: row.proven ?? null,
});

/** Without a good backup that says a number there is nothing to lose from; whether there is one must be known. */
function isLost({ condition, documents, documentsInIndices, loss, overdue }: OverviewAlias): boolean | null {
  if (loss !== null) return true;
  const counted = documentsInIndices === undefined ? documents : documentsInIndices;
  return counted === null || overdue === null || condition.level === 'unknown' ? null : false;
}
