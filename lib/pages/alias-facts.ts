import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ConfiguredCluster } from '../config.ts';
import type { OverviewAlias } from '../contract/overview.ts';
import type { BackedUpAlias } from '../incidents/rules/backups.ts';
import type { DrilledAlias } from '../incidents/rules/drills.ts';
import { generationsIn, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import { runner } from '../jobs/jobs.ts';
import { lastJobEnd } from '../jobs/store/watched-jobs.ts';
import type { SharedRead } from '../live/shared-read.ts';
import { log } from '../log.ts';
import { answersNow } from '../live/silence-of.ts';
import { processGlobal } from '../process-wide.ts';
import { aliasRowsIn } from './alias-rows-in.ts';
import { snapshotsOf } from './load-snapshots.ts';
import { missingAliasesIn } from './missing-aliases-in.ts';

/** `lost`: it has fewer documents than its last good backup. */
type AliasFact = BackedUpAlias & DrilledAlias & { lost: boolean };

/** What is known of the backups and drills of the aliases of a cluster: the same answer as on the overview. */
export interface AliasFacts {
  /** Empty where they can't be known now. */
  rows: readonly AliasFact[];
  /** Aliases that no index has any more, by name; null: they can't be known now. */
  missing: readonly string[] | null;
  /** An alias that does not exist has no backup that is overdue, and that is known where the cluster answers. */
  knowsBackups(alias: string): boolean;
  knowsDrills(alias: string): boolean;
}

const UNKNOWN: AliasFacts = { rows: [], missing: null, knowsBackups: () => false, knowsDrills: () => false };

interface Remembered {
  facts: AliasFacts;
  /** By the monotonic clock. */
  at: number;
  /** The last end of a job then: it may have made a backup, or tried one. */
  lastEnd: string | null;
  /** They are read again after this time; 0: at the next look, because they are still being read. */
  validMs: number;
}

const remembered = processGlobal('alias-facts', () => new Map<string, Remembered>());

/**
 * Thousands of aliases are compared with thousands of backups: once in `maxAgeMs`, and when a job has ended. What can't be known now is
 * tried again after a minute: a place of backups with a problem is not listed at each look. Never throws.
 */
export async function aliasFacts(cluster: ConfiguredCluster, maxAgeMs: number): Promise<AliasFacts> {
  const lastEnd = lastEndOrNull();
  const before = remembered().get(cluster.key);
  const isNew = before?.lastEnd !== lastEnd;
  if (before && !isNew && performance.now() - before.at < Math.min(maxAgeMs, before.validMs)) return before.facts;
  const { facts, validMs } = await readOrUnknown(cluster, Math.min(maxAgeMs, isNew ? FRESH_MS : AGAIN_MS));
  remembered().set(cluster.key, { facts, at: performance.now(), lastEnd, validMs });
  return facts;
}

/** Clusters of which `rememberedAliasFacts` is reading. */
const reading = processGlobal('alias-facts-reading', () => new Set<string>());
/** The last that were known, also after an attempt that failed. */
const lastKnown = processGlobal('alias-facts-known', () => new Map<string, Pick<Remembered, 'facts' | 'at'>>());

/**
 * The last facts, without waiting; null: they can't be known now, and were not a few minutes ago. Where they are older than `maxAgeMs`,
 * or a job has ended since then, they are read again meanwhile.
 */
export function rememberedAliasFacts(cluster: ConfiguredCluster, maxAgeMs: number): AliasFacts | null {
  const { key } = cluster;
  const now = remembered().get(key);
  // A cluster that has come back is not left unknown for as long as one that is away.
  if (now && !isKnown(now) && answersNow(readsOf(key).indices)) now.validMs = Math.min(now.validMs, BACK_MS);
  if (!reading().has(key)) {
    reading().add(key);
    inTurn(() => aliasFacts(cluster, maxAgeMs).finally(() => reading().delete(key)));
  }
  if (now && isKnown(now)) lastKnown().set(key, now);
  const known = lastKnown().get(key);
  return known === undefined || performance.now() - known.at > KNOWN_FOR_MS ? null : known.facts;
}

/** Reading a directory may start a process, which blocks this one: the first look at fifty clusters is not all of that at once. */
const turns = processGlobal('alias-facts-turns', () => ({ waiting: [] as (() => Promise<unknown>)[], running: 0 }));
const MOST_AT_ONCE = 4;

function inTurn(read: () => Promise<unknown>): void {
  turns().waiting.push(read);
  if (turns().running < MOST_AT_ONCE) void readWaiting();
}

async function readWaiting(): Promise<void> {
  turns().running++;
  await nextTurn();
  for (let read = turns().waiting.shift(); read; read = turns().waiting.shift()) {
    await read();
    await nextTurn();
  }
  turns().running--;
}

const isKnown = ({ facts }: Pick<Remembered, 'facts'>): boolean => facts.missing !== null;

type ReadFacts = Pick<Remembered, 'facts' | 'validMs'>;

async function readOrUnknown(cluster: ConfiguredCluster, maxAgeMs: number): Promise<ReadFacts> {
  try {
    return await readFacts(cluster, maxAgeMs);
  } catch (error) {
    log().warn({ err: error, cluster: cluster.key }, 'Backups can’t be watched.');
    return { facts: UNKNOWN, validMs: AGAIN_MS };
  }
}

/** After a job has ended an answer so old is as good as a new one. */
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
  const reads = readsOf(cluster.key);
  const options = { maxAgeMs, waitMs: MAX_WAIT_MS };
  const [indices, backups, snapshots] = await Promise.all([
    reads.indices.readOrLast(options),
    reads.backups.readOrLast(options),
    snapshotsOf(cluster),
  ]);
  // An old list does not say which aliases there are, and a list that was never read has no backup.
  if (indices.value === null || indices.failure !== null || backups.value === null)
    return { facts: UNKNOWN, validMs: isBeingRead(reads.indices) || isBeingRead(reads.backups) ? 0 : AGAIN_MS };
  const complete = backups.value.problem === null && backups.failure === null;
  const generations = await generationsIn(indices.value);
  const rows = await aliasRowsIn(generations, { cluster, listing: backups.value, snapshots, complete });
  const byAlias = new Map(rows.map((row) => [row.alias, row]));
  const facts: AliasFacts = {
    rows: rows.map(factsOf),
    missing: missingAliasesIn(cluster, indices.value, backups.value, snapshots).map(({ alias }) => alias),
    knowsBackups: (alias) => byAlias.get(alias)?.overdue !== null,
    knowsDrills: (alias) => {
      const row = byAlias.get(alias);
      return row === undefined || row.proven !== undefined;
    },
  };
  const isReading = snapshots.reading || (!complete && isBeingRead(reads.backups));
  return { facts, validMs: isReading ? 0 : complete ? Infinity : AGAIN_MS };
}

/** What hangs is not. */
const isBeingRead = (read: Pick<SharedRead<unknown>, 'isRunning' | 'silence'>): boolean =>
  read.isRunning && read.silence() === null;

const factsOf = ({ alias, backup, expectedRun, loss, overdue, proven, targets }: OverviewAlias): AliasFact => ({
  alias,
  lost: loss !== null,
  overdue,
  expectedRun: expectedRun ?? null,
  lastGood: backup?.takenAt ?? null,
  createdAt: targets.flatMap(({ createdAt }) => createdAt ?? []).sort()[0] ?? null,
  proven: proven ?? null,
});
