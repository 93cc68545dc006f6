import type { BackupSource } from '../backups/source.ts';
import { backupSources } from '../backups/sources.ts';
import { bucketAccess, type ConfiguredCluster } from '../config.ts';

const sources = backupSources({ trusted: false, bucket: bucketAccess });

/** The source of a cluster's backups. Ids come from addresses: none resolves to a path outside of the source. */
export const backupsOf = (cluster: Pick<ConfiguredCluster, 'backupSource'>): BackupSource =>
  sources.of(cluster.backupSource);
