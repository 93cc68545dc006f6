import type { ClusterHealth } from '../contract/cluster.ts';
import type { BackupListing } from '../contract/backup.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { clusterConnection, findCluster, type ConfiguredCluster } from '../config.ts';
import { AppError } from '../errors.ts';
import { gatherHealth } from '../elasticsearch/health.ts';
import { listIndices } from '../elasticsearch/list-indices.ts';
import { processWide } from '../process-wide.ts';
import { backupsOf } from './backup-file.ts';
import { Watched } from './watched.ts';

/** What the pages of one cluster share, so that ten open browsers ask it no more than one does. */
export interface ClusterWatch {
  readonly health: Watched<ClusterHealth>;
  readonly indices: Watched<ClusterIndices>;
  readonly backups: Watched<BackupListing>;
}

const watches = processWide('watches', () => new Map<string, ClusterWatch>());

/** A page's poll gets what is at most so old; the interval of the pages is longer. */
export const FRESH_MS = 2_000;
/** A route says "no answer yet" rather than to keep a page waiting. */
export const PATIENCE_MS = 4_000;
const GIVE_UP_AFTER_MS = 90_000;

function configured(key: string): ConfiguredCluster {
  const cluster = findCluster(key);
  if (cluster) return cluster;
  throw new AppError('not_found', `No cluster "${key}" is configured.`);
}

export function watchOf(key: string): ClusterWatch {
  const known = watches().get(key);
  if (known) return known;
  const terms = { giveUpAfterMs: GIVE_UP_AFTER_MS, from: findCluster(key)?.name ?? key };
  const made: ClusterWatch = {
    health: new Watched((signal) => gatherHealth(clusterConnection(key), signal), terms),
    indices: new Watched((signal) => listIndices(clusterConnection(key), signal), terms),
    // A directory on a network share that is gone can hang as well as a cluster.
    backups: new Watched((signal) => backupsOf(configured(key)).list(signal), {
      ...terms,
      from: 'The backup directory',
    }),
  };
  watches().set(key, made);
  return made;
}
