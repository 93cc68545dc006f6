import { lastUuidOf } from '../access/cluster-rules.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { ListedBackup } from '../contract/backups-page.ts';
import { isReadOnly, type Repository } from '../contract/repository.ts';
import type { SnapshotName } from '../elasticsearch/snapshots/list-snapshots.ts';
import { jobs } from '../jobs/jobs.ts';
import { readsOf } from '../live/cluster-reads.ts';
import { MOST_READ_AHEAD } from '../live/snapshot-facts.ts';
import {
  snapshotSummary,
  type RepositoryListing,
  type SnapshotListing,
  type SnapshotSummary,
} from '../known-backups/snapshot-summary.ts';
import { statedMetadata } from '../snapshots/stated-metadata.ts';

/** Listing a repository's snapshots reads a file of its storage: less often than a page polls. */
const NAMES_MAX_AGE_MS = 8_000;
const NO_ANSWER: ReadonlySet<string> = new Set(['unreachable', 'timed_out', 'overloaded']);
/** A page with zip files waits no longer for the cluster. The next poll has the answer. */
const WAIT_MS = 400;

/**
 * The snapshots of all repositories, as far as they are known within about a second. Never throws: one repository that is broken or
 * slow does not hide the others, and a cluster that does not answer hides no zip file. `waitMs`: for each of its three reads at most.
 */
export async function snapshotsOf(
  cluster: ConfiguredCluster,
  { maxAgeMs = NAMES_MAX_AGE_MS, waitMs = WAIT_MS }: Partial<Terms> = {},
): Promise<SnapshotListing> {
  const { registered } = readsOf(cluster.key).repositories;
  const { value, failure } = await registered.readOrLast({ maxAgeMs, waitMs });
  if (value === null)
    return {
      snapshots: [],
      repositories: [],
      problem: registered.isRunning ? null : (failure?.message ?? null),
      forbidden: failure?.code === 'forbidden',
      reading: registered.isRunning,
    };
  const taken = jobs.takenSnapshots(lastUuidOf(cluster) ?? value.identity.uuid) ?? new Map();
  const aliasesNow = aliasesIn(cluster.key);
  const listed = await Promise.all(
    value.repositories.map((repository) => readOne(cluster.key, repository, { taken, aliasesNow, maxAgeMs, waitMs })),
  );
  return {
    repositories: listed.map(({ listing }) => listing),
    snapshots: listed
      .flatMap(({ snapshots }) => snapshots)
      .sort((a, b) => (a.orderedAt < b.orderedAt ? 1 : a.orderedAt > b.orderedAt ? -1 : 0)),
    problem: null,
    forbidden: false,
    reading: listed.some(({ isReading }) => isReading),
  };
}

interface Terms {
  /** An older answer is read again. */
  maxAgeMs: number;
  waitMs: number;
}

interface Known extends Terms {
  taken: NonNullable<ReturnType<typeof jobs.takenSnapshots>>;
  aliasesNow: (index: string) => readonly string[];
}

async function readOne(
  key: string,
  repository: Repository,
  known: Known,
): Promise<{ listing: RepositoryListing; snapshots: SnapshotSummary[]; isReading: boolean }> {
  const { repositories } = readsOf(key);
  const read = repositories.names(repository.name);
  await read.read({ maxAgeMs: known.maxAgeMs, waitMs: known.waitMs }).catch(() => undefined);
  const { value, takenAt, failure } = read.reading();
  const readOnly = isReadOnly(repository);
  const listing = { name: repository.name, readOnly, snapshots: null, problem: failure?.message ?? null, asOf: null };
  // What a repository refuses to list can't be restored either. Without an answer the last list is shown, with its time.
  if (value === null || (failure !== null && !NO_ANSWER.has(failure.code)))
    return { listing, snapshots: [], isReading: failure === null };
  const facts = repositories.facts(repository.name);
  const summaryOf = (snapshot: SnapshotName): SnapshotSummary => {
    const read = facts.get(snapshot.uuid);
    return snapshotSummary({
      repository: { name: repository.name, readOnly },
      snapshot,
      facts: read ? { ...read, aliases: statedMetadata(read.metadata).aliases } : null,
      taken: known.taken.get(snapshot.uuid) ?? null,
      aliasesNow: known.aliasesNow,
    });
  };
  const newestFirst = value
    .map((snapshot) => ({ snapshot, at: summaryOf(snapshot).orderedAt }))
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .map(({ snapshot }) => snapshot);
  await facts.fill(newestFirst.slice(0, MOST_READ_AHEAD), value, known.waitMs);
  return {
    listing: { ...listing, snapshots: value.length, asOf: failure === null ? null : takenAt },
    snapshots: value.map(summaryOf),
    isReading: facts.isReading,
  };
}

/**
 * Reads the times of snapshots on the screen that are not known yet, for a short time. True: some more are known now. Never throws.
 */
export async function readTimesOf({ key }: ConfiguredCluster, rows: readonly ListedBackup[]): Promise<boolean> {
  const missing = new Map<string, Set<string>>();
  for (const row of rows)
    if (row.kind === 'snapshot' && row.takenAt === null)
      missing.set(row.repository, (missing.get(row.repository) ?? new Set()).add(row.snapshot));
  const { repositories } = readsOf(key);
  const read = await Promise.all(
    [...missing].map(async ([repository, names]) => {
      const all = repositories.names(repository).reading().value ?? [];
      const wanted = all.filter(({ name }) => names.has(name));
      const facts = repositories.facts(repository);
      await facts.fill(wanted, all, WAIT_MS);
      return wanted.some((snapshot) => !facts.isMissing(snapshot));
    }),
  );
  return read.includes(true);
}

/** As they are known, without waiting. */
function aliasesIn(key: string): Known['aliasesNow'] {
  const { value } = readsOf(key).indices.reading();
  const byIndex = new Map(value?.indices.map(({ name, aliases }) => [name, aliases.map(({ alias }) => alias)]));
  return (index) => byIndex.get(index) ?? [];
}
