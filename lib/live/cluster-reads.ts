import type { ClusterHealth } from '../contract/cluster.ts';
import type { BackupListing } from '../contract/backup.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { clusterConnection, findCluster, type ConfiguredCluster } from '../config.ts';
import { AppError } from '../errors.ts';
import { readHealth } from '../elasticsearch/health/health.ts';
import { listIndices } from '../elasticsearch/admin/list-indices.ts';
import { processGlobal } from '../process-wide.ts';
import { backupsOf } from './backups-of-cluster.ts';
import { SharedRead } from './shared-read.ts';

/** What the pages of one cluster share, so that ten open browsers ask it no more than one does. */
export interface ClusterReads {
  readonly health: SharedRead<ClusterHealth>;
  readonly indices: SharedRead<ClusterIndices>;
  readonly backups: SharedRead<BackupListing>;
}

const watches = processGlobal('watches', () => new Map<string, ClusterReads>());

/** A page's poll gets what is at most so old; the interval of the pages is longer. */
export const MAX_AGE_MS = 2_000;
/** A route says "no answer yet" rather than to keep a page waiting. */
export const MAX_WAIT_MS = 4_000;
const GIVE_UP_AFTER_MS = 90_000;

function configured(key: string): ConfiguredCluster {
  const cluster = findCluster(key);
  if (cluster) return cluster;
  throw new AppError('not_found', `No cluster "${key}" is configured.`);
}

export function readsOf(key: string): ClusterReads {
  const known = watches().get(key);
  if (known) return known;
  const terms = { giveUpAfterMs: GIVE_UP_AFTER_MS, from: findCluster(key)?.name ?? key };
  const made: ClusterReads = {
    health: new SharedRead((signal) => readHealth(clusterConnection(key), signal), terms),
    indices: new SharedRead((signal) => listIndices(clusterConnection(key), signal), terms),
    // A directory on a network share that is gone can hang as well as a cluster.
    backups: new SharedRead((signal) => backupsOf(configured(key)).list(signal), {
      ...terms,
      from: 'The backup directory',
    }),
  };
  watches().set(key, made);
  return made;
}
