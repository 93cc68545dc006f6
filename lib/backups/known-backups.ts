import type { BackupListing, BackupSummary } from '../contract/backup.ts';
import type { VerifiedState } from '../contract/backups-page.ts';
import type { ClusterIdentity } from '../contract/cluster.ts';
import type { DrilledBackup } from '../contract/drilled.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import type { PinnedBackup } from '../contract/pinned.ts';
import { isReadOnly } from '../contract/repository.ts';
import { listIndices } from '../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { factsInBatches } from '../elasticsearch/snapshots/facts-in-batches.ts';
import { listSnapshotNames } from '../elasticsearch/snapshots/list-snapshots.ts';
import { listRepositories } from '../elasticsearch/snapshots/repositories.ts';
import type { SnapshotFacts } from '../elasticsearch/snapshots/snapshot-details.ts';
import { toFailure } from '../errors.ts';
import { snapshotSummary, type SnapshotSummary, type TakenHere } from '../known-backups/snapshot-summary.ts';
import { verifiedStates, type VerifiedBackup } from '../known-backups/verified-states.ts';
import { statedMetadata } from '../snapshots/stated-metadata.ts';
import { compareFolders, type KnownFolder } from './known-folders.ts';
import type { Place } from './sources.ts';

/** What the jobs' database knows of backups, which no file and no snapshot says. Zip files by `backupUri`. */
export interface BackupKnowledge {
  verified: ReadonlyMap<string, VerifiedBackup>;
  /** Snapshots by `drilledSnapshotKey`. */
  drilled: ReadonlyMap<string, DrilledBackup>;
  /** Snapshots by `pinnedSnapshotKey`. */
  pinned: ReadonlyMap<string, PinnedBackup>;
  /** Names of the locks of backups and snapshots that jobs hold: "backup <uri>", "snapshot <repository>/<snapshot>". */
  inUse: ReadonlySet<string>;
  /** What was listed in a source before, so that lost backups are noticed. */
  knownFolders: (source: string) => readonly KnownFolder[];
  /** By the snapshot's uuid; null: this installation did not take it. */
  taken: (uuid: string) => TakenHere | null;
}

/** The backups of a place of zip files, all of them. */
interface KnownZips {
  listing: BackupListing;
  backups: readonly BackupSummary[];
  /** By the backup's id. */
  verified: ReadonlyMap<string, VerifiedState>;
}

/** The snapshots of a repository, all of them, with their times. */
export interface KnownRepository {
  name: string;
  readOnly: boolean;
  /** null: they could not be listed. */
  snapshots: readonly SnapshotSummary[] | null;
  /** Why not, as a sentence; null: they could. */
  problem: string | null;
}

/** Every backup of a cluster in some places, read now and to the end. */
export interface KnownBackups {
  identity: ClusterIdentity;
  indices: ClusterIndices;
  /** null: not asked for. */
  zips: KnownZips | null;
  repositories: readonly KnownRepository[];
}

/**
 * Reads every backup of a cluster: those of a source of zip files (null: none), and the snapshots of repositories (null: of
 * all). What can't be listed says so (`listing.problem`, `listing.unread`, `KnownRepository.problem`). Throws where the cluster
 * does not answer.
 */
export async function readKnownBackups(
  { backups, cluster }: Place,
  { repositories, source }: { source: string | null; repositories: readonly string[] | null },
  knowledge: BackupKnowledge,
  signal: AbortSignal,
): Promise<KnownBackups> {
  const [identity, indices, listing, registered] = await Promise.all([
    cluster.identity(signal),
    listIndices(cluster, signal),
    source === null ? null : backups.of(source).list(signal),
    repositories?.length === 0 ? [] : listRepositories(cluster, signal),
  ]);
  const wanted = registered.filter(({ name }) => repositories === null || repositories.includes(name));
  const read: KnownRepository[] = [];
  for (const repository of wanted)
    read.push(
      await readRepository(
        cluster,
        { name: repository.name, readOnly: isReadOnly(repository) },
        indices,
        knowledge,
        signal,
      ),
    );
  const missing = (repositories ?? []).filter((name) => !registered.some((each) => each.name === name));
  return {
    identity,
    indices,
    zips: listing && {
      listing: { ...listing, lost: compareFolders(knowledge.knownFolders(listing.source), listing).lost },
      backups: listing.backups,
      verified: verifiedStates(listing, knowledge.verified),
    },
    repositories: [
      ...read,
      ...missing.map((name) => ({
        name,
        readOnly: false,
        snapshots: null,
        problem: `There is no repository ${name} on the cluster.`,
      })),
    ],
  };
}

async function readRepository(
  cluster: Cluster,
  repository: { name: string; readOnly: boolean },
  { indices }: ClusterIndices,
  { taken }: BackupKnowledge,
  signal: AbortSignal,
): Promise<KnownRepository> {
  const aliasesNow = new Map(indices.map(({ aliases, name }) => [name, aliases.map(({ alias }) => alias)]));
  try {
    const names = await listSnapshotNames(cluster, repository.name, signal);
    const facts = new Map<string, SnapshotFacts>();
    for await (const batch of factsInBatches(cluster, repository.name, names, () => signal))
      for (const each of batch) facts.set(each.uuid, each);
    const snapshots = names.map((snapshot) => {
      const read = facts.get(snapshot.uuid);
      return snapshotSummary({
        repository,
        snapshot,
        facts: read ? { ...read, aliases: statedMetadata(read.metadata).aliases } : null,
        taken: taken(snapshot.uuid),
        aliasesNow: (index) => aliasesNow.get(index) ?? [],
      });
    });
    return { ...repository, snapshots, problem: null };
  } catch (error) {
    if (signal.aborted) throw error;
    return { ...repository, snapshots: null, problem: toFailure(error).message };
  }
}
