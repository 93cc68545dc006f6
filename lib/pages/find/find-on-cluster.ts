import type { ConfiguredCluster } from '../../config.ts';
import type { FoundKind } from '../../contract/find.ts';
import { SEARCHED } from '../../contract/searched.ts';
import { readsOf } from '../../live/cluster-reads.ts';
import type { RepositoryReads } from '../../live/repository-reads.ts';
import type { SharedRead } from '../../live/shared-read.ts';
import { findBackups, findSnapshots, searchedRepositories } from './find-backups.ts';
import { findIndices } from './find-indices.ts';
import { findIncidentsIn, findJobsOf, findRepositories, findSchedulesIn, type Records } from './find-records.ts';
import type { Matches, Wanted } from './matches.ts';

/** Older lists are read again, while the last one is searched. */
const MAX_AGE_MS = 30_000;
/** A list that was refused, or that failed, is asked for again after this time, however much is typed. */
const PAUSE_MS = 10_000;

/** How much of a list is known: `old` since `takenAt`, for it can't be read now; `reading`: its first answer is on its way. */
export interface Known {
  state: 'known' | 'old' | 'unknown' | 'reading';
  takenAt: string | null;
  /** It answers, and does not give the list. */
  refused: boolean;
}

export interface FoundOnCluster {
  cluster: ConfiguredCluster;
  kinds: Map<FoundKind, { matches: Matches; more: number }>;
  indices: Known;
  backups: Known;
  repositories: Known;
  /** The snapshots of each repository whose snapshots are searched. */
  snapshots: (Known & { repository: string })[];
  /** How many repositories there are besides those. */
  beyond: number;
  /** The jobs' database can be read. */
  records: boolean;
}

interface Search {
  wanted: Wanted;
  /** null: the jobs' database can't be read. */
  records: (cluster: ConfiguredCluster) => Records | null;
  signal: AbortSignal;
}

/** What is known of one cluster and matches. It waits for no cluster, and starts to read what is not known yet. */
export async function findOnCluster(cluster: ConfiguredCluster, search: Search): Promise<FoundOnCluster> {
  const reads = readsOf(cluster.key);
  for (const read of [reads.indices, reads.backups]) read.peek(MAX_AGE_MS, PAUSE_MS);
  readRepositories(reads.repositories);
  const kinds: FoundOnCluster['kinds'] = new Map();
  const records = search.wanted.words.length === 0 || (await addMatches(cluster, search, kinds));
  const { registered } = reads.repositories;
  return {
    cluster,
    kinds,
    indices: knownOf(reads.indices),
    backups: reads.backups.reading().value?.problem
      ? { state: 'unknown', takenAt: null, refused: false }
      : knownOf(reads.backups),
    repositories: knownOf(registered),
    snapshots: searchedRepositories(reads.repositories).map((repository) => ({
      repository,
      ...knownOf(reads.repositories.names(repository)),
    })),
    beyond: Math.max(0, (registered.reading().value?.repositories.length ?? 0) - SEARCHED.repositories),
    records,
  };
}

/** False: the jobs' database can't be read. */
async function addMatches(
  cluster: ConfiguredCluster,
  { records, signal, wanted }: Search,
  kinds: FoundOnCluster['kinds'],
): Promise<boolean> {
  const { backups, indices, repositories } = readsOf(cluster.key);
  const add = (kind: FoundKind, matches: Matches, more = matches.count - matches.items.length) =>
    kinds.set(kind, { matches, more });
  const recorded = records(cluster);
  const [listing, zips] = [indices.reading().value, backups.reading().value];
  if (listing !== null) {
    const { alias, index } = await findIndices(cluster, listing, wanted, signal, recorded?.troubled);
    add('alias', alias);
    add('index', index);
  }
  if (zips !== null) add('backup', await findBackups(cluster, zips, wanted, signal));
  add('snapshot', await findSnapshots(cluster, repositories, wanted, signal));
  const registered = repositories.registered.reading().value;
  if (registered !== null) add('repository', findRepositories(cluster, registered, wanted));
  if (recorded === null) return false;
  add('incident', findIncidentsIn(recorded, cluster.key, wanted, Date.now()));
  add('schedule', findSchedulesIn(recorded, cluster.key, wanted));
  // Jobs are not searched for letters in their order: nothing would be found that was not before.
  if (wanted.inOrder) return true;
  const jobs = findJobsOf(cluster, wanted);
  if (jobs !== null) add('job', jobs.matches, jobs.more);
  return jobs !== null;
}

function readRepositories(reads: RepositoryReads): void {
  reads.registered.peek(MAX_AGE_MS, PAUSE_MS);
  for (const name of searchedRepositories(reads)) reads.names(name).peek(MAX_AGE_MS, PAUSE_MS);
}

function knownOf<T>(read: SharedRead<T>): Known {
  const { takenAt, value } = read.reading();
  const silence = read.silence();
  const code = silence?.failure?.code ?? null;
  return {
    state: value === null ? (silence === null ? 'reading' : 'unknown') : silence === null ? 'known' : 'old',
    takenAt,
    refused: code !== null && code !== 'unreachable' && code !== 'timed_out',
  };
}
