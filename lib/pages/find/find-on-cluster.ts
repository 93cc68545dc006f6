import type { ConfiguredCluster } from '../../config.ts';
import type { FoundKind } from '../../contract/find.ts';
import { isAppError } from '../../errors.ts';
import { runner } from '../../jobs/jobs.ts';
import { troubledAliases } from '../../jobs/store/incidents-of-all.ts';
import { readsOf } from '../../live/cluster-reads.ts';
import type { RepositoryReads } from '../../live/repository-reads.ts';
import type { SharedRead } from '../../live/shared-read.ts';
import { findBackups, findSnapshots } from './find-backups.ts';
import { findIndices } from './find-indices.ts';
import { findIncidentsOf, findJobsOf, findRepositories, findSchedules } from './find-records.ts';
import type { Matches, Wanted } from './matches.ts';

/** Older lists are read again, while the last one is searched. */
const MAX_AGE_MS = 30_000;
/** Repositories whose snapshots are listed for a search. */
const REPOSITORIES_READ = 20;

/** How much of a list is known: `old` since `takenAt`, for it does not answer; `reading`: its first answer is on its way. */
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
  /** The jobs' database can be read. */
  records: boolean;
}

/** What is known of one cluster and matches. It waits for no cluster: what is not known yet is begun to be read. */
export async function findOnCluster(
  cluster: ConfiguredCluster,
  wanted: Wanted,
  signal: AbortSignal,
): Promise<FoundOnCluster> {
  const reads = readsOf(cluster.key);
  const [listing, backups] = [reads.indices.peek(MAX_AGE_MS).value, reads.backups.peek(MAX_AGE_MS).value];
  readRepositories(reads.repositories);
  const kinds: FoundOnCluster['kinds'] = new Map();
  const add = (kind: FoundKind, matches: Matches, count = matches.count) =>
    kinds.set(kind, { matches, more: count - matches.items.length });
  let records = true;
  if (wanted.words.length > 0) {
    if (listing !== null) {
      const { alias, index } = await findIndices(cluster, listing, wanted, signal, troubledOn(cluster));
      add('alias', alias);
      add('index', index);
    }
    if (backups !== null) add('backup', await findBackups(cluster, backups, wanted, signal));
    add('snapshot', await findSnapshots(cluster, reads.repositories, wanted, signal));
    const registered = reads.repositories.registered.reading().value;
    if (registered !== null) add('repository', findRepositories(cluster, registered, wanted));
    records = addRecords(cluster, wanted, add);
  }
  return {
    cluster,
    kinds,
    indices: knownOf(reads.indices),
    backups: backups?.problem ? { state: 'unknown', takenAt: null, refused: false } : knownOf(reads.backups),
    records,
  };
}

/** The aliases with an open incident about their documents; none where the jobs' database can't be read. */
function troubledOn({ key }: ConfiguredCluster): ReadonlySet<string> {
  try {
    return new Set(troubledAliases(runner().store, key));
  } catch (error) {
    if (!isAppError(error)) throw error;
    return new Set();
  }
}

/** False: the jobs' database can't be read. */
function addRecords(
  cluster: ConfiguredCluster,
  wanted: Wanted,
  add: (kind: FoundKind, matches: Matches, count?: number) => unknown,
): boolean {
  try {
    const { matches, more } = findJobsOf(cluster, wanted);
    add('job', matches, matches.items.length + more);
    add('incident', findIncidentsOf(cluster, wanted, Date.now()));
    add('schedule', findSchedules(cluster, wanted));
    return true;
  } catch (error) {
    if (!isAppError(error)) throw error;
    return false;
  }
}

function readRepositories(reads: RepositoryReads): void {
  const registered = reads.registered.peek(MAX_AGE_MS).value;
  for (const { name } of registered?.repositories.slice(0, REPOSITORIES_READ) ?? []) reads.names(name).peek(MAX_AGE_MS);
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
