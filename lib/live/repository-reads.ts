import { LRUCache } from 'lru-cache';
import type { ClusterIdentity } from '../contract/cluster.ts';
import type { Repository } from '../contract/repository.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { listSnapshotNames, type SnapshotName } from '../elasticsearch/snapshots/list-snapshots.ts';
import { listRepositories } from '../elasticsearch/snapshots/repositories.ts';
import { readSnapshotNodes, type SnapshotNode } from '../elasticsearch/snapshots/repository-abilities.ts';
import { readSnapshotInFull, type SnapshotInFull } from '../elasticsearch/snapshots/snapshot-details.ts';
import { AppError } from '../errors.ts';
import { readPoliciesAndMatches, type ReadPolicies } from './policy-read.ts';
import { SharedRead } from './shared-read.ts';
import { SnapshotFactsCache } from './snapshot-facts.ts';

export interface RegisteredRepositories {
  identity: ClusterIdentity;
  takenAt: string;
  /** null: this user may not read them. */
  nodes: SnapshotNode[] | null;
  repositories: Repository[];
}

const GIVE_UP_AFTER_MS = 30_000;
/** One repository that does not answer is said to be slow after this time. */
const NAMES_WITHIN_MS = 10_000;
/** Snapshots whose pages are open. */
const MOST_IN_FULL = 100;

/**
 * The snapshot repositories of a cluster: one read of those that are registered, and one of each repository's snapshots. One
 * that is broken or slow does not hold up the others.
 */
export class RepositoryReads {
  readonly registered: SharedRead<RegisteredRepositories>;
  readonly policies: SharedRead<ReadPolicies>;
  readonly #cluster: () => Cluster;
  readonly #names = new Map<string, SharedRead<SnapshotName[]>>();
  readonly #facts = new Map<string, SnapshotFactsCache>();
  readonly #inFull = new LRUCache<string, SharedRead<SnapshotInFull | null>>({ max: MOST_IN_FULL });

  constructor(cluster: () => Cluster, subject: string) {
    this.#cluster = cluster;
    this.registered = new SharedRead((signal) => readRegistered(cluster(), signal), {
      giveUpAfterMs: GIVE_UP_AFTER_MS,
      subject,
    });
    this.policies = new SharedRead((signal) => readPoliciesAndMatches(cluster(), signal), {
      giveUpAfterMs: GIVE_UP_AFTER_MS,
      subject,
    });
    this.registered.onAnswer(({ repositories }) => {
      const registered = new Set(repositories.map(({ name }) => name));
      for (const known of [this.#names, this.#facts])
        for (const name of known.keys()) if (!registered.has(name)) known.delete(name);
    });
  }

  /** The snapshots of a registered repository. */
  names(repository: string): SharedRead<SnapshotName[]> {
    const known = this.#names.get(repository);
    if (known) return known;
    const read = new SharedRead((signal) => readNames(this.#cluster(), repository, signal), {
      giveUpAfterMs: NAMES_WITHIN_MS,
      subject: `The repository ${repository}`,
    });
    this.#names.set(repository, read);
    return read;
  }

  /** What is known of the snapshots of a registered repository besides their names. */
  facts(repository: string): SnapshotFactsCache {
    const known = this.#facts.get(repository) ?? new SnapshotFactsCache(this.#cluster, repository);
    this.#facts.set(repository, known);
    return known;
  }

  /** One snapshot; its value is null where there is none of this name. */
  inFull(repository: string, name: string): SharedRead<SnapshotInFull | null> {
    const key = JSON.stringify([repository, name]);
    const known = this.#inFull.get(key);
    if (known) return known;
    const read = new SharedRead((signal) => readSnapshotInFull(this.#cluster(), repository, name, signal), {
      giveUpAfterMs: GIVE_UP_AFTER_MS,
      subject: `The repository ${repository}`,
    });
    this.#inFull.set(key, read);
    return read;
  }
}

async function readRegistered(cluster: Cluster, signal: AbortSignal): Promise<RegisteredRepositories> {
  const [identity, nodes, repositories] = await Promise.all([
    cluster.identity(signal),
    readSnapshotNodes(cluster, signal),
    listRepositories(cluster, signal),
  ]);
  return { identity, takenAt: new Date().toISOString(), nodes, repositories };
}

async function readNames(cluster: Cluster, repository: string, signal: AbortSignal): Promise<SnapshotName[]> {
  try {
    return await listSnapshotNames(cluster, repository, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new AppError(
      'timed_out',
      `The cluster did not list the snapshots of ${repository} within ${NAMES_WITHIN_MS / 1000} s.`,
      { hint: 'Check that its storage answers.', cause: error },
    );
  }
}
