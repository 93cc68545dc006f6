import { connect } from './elasticsearch/client/client.ts';
import type { Cluster } from './elasticsearch/client/cluster.ts';
import { findCluster } from './config/loaded.ts';
import { processGlobal } from './process-wide.ts';
import { redactingCluster } from './config/redacting-cluster.ts';
import { notingUuids } from './config/cluster-uuids.ts';

export type { ConfiguredCluster } from './config/load.ts';
export { configuration, configuredClusters, findCluster } from './config/loaded.ts';

const connections = processGlobal('connections', () => new Map<string, Cluster>());

/** The pooled connection of a configured cluster. */
export function clusterConnection(key: string): Cluster {
  const open = connections().get(key);
  if (open) return open;
  const cluster = findCluster(key);
  if (!cluster) throw new Error(`No cluster "${key}" is configured.`);
  const made = notingUuids(cluster, redactingCluster(connect(cluster.connection)));
  connections().set(key, made);
  return made;
}
