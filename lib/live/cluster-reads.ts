import type { ClusterHealth } from '../contract/cluster.ts';
import type { BackupListing } from '../contract/backup.ts';
import { placeWord } from '../contract/backup-ref.ts';
import { isReadOnly, placeOfRepository } from '../contract/repository.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { clusterConnection, findCluster, type ConfiguredCluster } from '../config.ts';
import { saveSnapshotPlaces } from '../config/cluster-places.ts';
import { AppError } from '../errors.ts';
import { readHealth } from '../elasticsearch/health/health.ts';
import { listIndices } from '../elasticsearch/admin/list-indices.ts';
import { generationSteps } from '../present/alias-map.ts';
import { oncePerObject } from '../once-per-object.ts';
import { processGlobal } from '../process-wide.ts';
import { runInSlices } from '../slices.ts';
import { backupsOf } from './backups-of-cluster.ts';
import { listAndCompare } from './list-and-compare.ts';
import { RepositoryReads } from './repository-reads.ts';
import { SharedRead } from './shared-read.ts';

/** What the pages of one cluster share: ten open browsers cost the cluster the requests of one. */
export interface ClusterReads {
  readonly health: SharedRead<ClusterHealth>;
  readonly indices: SharedRead<ClusterIndices>;
  readonly backups: SharedRead<BackupListing>;
  readonly repositories: RepositoryReads;
}

const readsByCluster = processGlobal('cluster-reads', () => new Map<string, ClusterReads>());

/** The age up to which a poll gets the last answer; shorter than the interval of the pages' polls. */
export const MAX_AGE_MS = 2_000;
/** After this a route answers that there is no answer yet. */
export const MAX_WAIT_MS = 4_000;
const GIVE_UP_AFTER_MS = 90_000;

function configured(key: string): ConfiguredCluster {
  const cluster = findCluster(key);
  if (cluster) return cluster;
  throw new AppError('not_found', `No cluster "${key}" is configured.`);
}

export function readsOf(key: string): ClusterReads {
  const known = readsByCluster().get(key);
  if (known) return known;
  const terms = { giveUpAfterMs: GIVE_UP_AFTER_MS, subject: findCluster(key)?.name ?? key };
  const reads: ClusterReads = {
    health: new SharedRead((signal) => readHealth(clusterConnection(key), signal), terms),
    indices: new SharedRead((signal) => listIndices(clusterConnection(key), signal), terms),
    // A directory on a network share that is gone can hang as a cluster can.
    backups: new SharedRead((signal) => listAndCompare(backupsOf(configured(key)), signal), {
      ...terms,
      subject: `The ${placeWord(findCluster(key)?.backupSource ?? '')}`,
    }),
    repositories: new RepositoryReads(() => clusterConnection(key), terms.subject),
  };
  reads.repositories.registered.onAnswer(({ repositories }) => {
    const entry = findCluster(key);
    const written = repositories.filter((each) => !isReadOnly(each)).map(placeOfRepository);
    if (entry)
      saveSnapshotPlaces(
        entry,
        written.filter((place) => place !== null),
      );
  });
  readsByCluster().set(key, reads);
  return reads;
}

/** The generations of every alias, computed once for each answer of the cluster. */
export const generationsIn = oncePerObject((indices: ClusterIndices) => runInSlices(generationSteps(indices.indices)));
