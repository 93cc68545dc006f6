import type { ClusterHealth } from '../contract/cluster.ts';
import type { BackupListing } from '../contract/backup.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { clusterConnection, findCluster } from '../config.ts';
import { gatherHealth } from '../elasticsearch/health.ts';
import { listIndices } from '../elasticsearch/list-indices.ts';
import { listBackups } from '../backups/folder/list-backups.ts';
import { Watched } from './watched.ts';

/** What the pages of one cluster share, so that ten open browsers ask it no more than one does. */
export interface ClusterWatch {
  readonly health: Watched<ClusterHealth>;
  readonly indices: Watched<ClusterIndices>;
  readonly backups: Watched<BackupListing>;
}

const slot = Symbol.for('restore-desk.watches');
const holder = globalThis as { [slot]?: Map<string, ClusterWatch> };

/** A page's poll gets what is at most so old; the interval of the pages is longer. */
export const FRESH_MS = 2_000;
/** A route says "no answer yet" rather than to keep a page waiting. */
export const PATIENCE_MS = 4_000;
const GIVE_UP_AFTER_MS = 90_000;

export function watchOf(key: string): ClusterWatch {
  const watches = (holder[slot] ??= new Map());
  const known = watches.get(key);
  if (known) return known;
  const terms = { giveUpAfterMs: GIVE_UP_AFTER_MS, from: findCluster(key)?.name ?? key };
  const made: ClusterWatch = {
    health: new Watched((signal) => gatherHealth(clusterConnection(key), signal), terms),
    indices: new Watched((signal) => listIndices(clusterConnection(key), signal), terms),
    // A directory on a network share that is gone can hang as well as a cluster.
    backups: new Watched(() => listBackups(findCluster(key)?.backupDirectory ?? ''), {
      ...terms,
      from: 'The backup directory',
    }),
  };
  watches.set(key, made);
  return made;
}
