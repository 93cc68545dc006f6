import { connect } from './elasticsearch/client/client.ts';
import type { Cluster } from './elasticsearch/client/cluster.ts';
import type { BucketAccess } from './backups/sources.ts';
import { bucketAccessOf } from './config/bucket-access.ts';
import { configuration, configuredClusters, findCluster } from './config/loaded.ts';
import { processGlobal } from './process-wide.ts';
import { redactingCluster } from './config/redacting-cluster.ts';
import { observingUuids } from './config/cluster-uuids.ts';

export type { ConfiguredCluster } from './config/configuration.ts';
export { configuration, configuredClusters, findCluster } from './config/loaded.ts';

/** How the bucket of a source is reached. */
export const bucketAccess = (source: string): BucketAccess =>
  bucketAccessOf(configuredClusters(), configuration().dataDirectory)(source);

const connections = processGlobal('connections', () => new Map<string, Cluster>());

/** The connection of a configured cluster, one per process. */
export function clusterConnection(key: string): Cluster {
  const existing = connections().get(key);
  if (existing) return existing;
  const cluster = findCluster(key);
  if (!cluster) throw new Error(`No cluster "${key}" is configured.`);
  const connection = observingUuids(cluster, redactingCluster(connect(cluster.connection)));
  connections().set(key, connection);
  return connection;
}
