import { lastUuidOf } from '../access/cluster-rules.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { KnownClusters } from '../present/source-cluster.ts';

/** This cluster's uuid, also while it is down, and the names of the other configured clusters that have answered. */
export function knownClusters(cluster: ConfiguredCluster): KnownClusters {
  const clusterUuid = lastUuidOf(cluster);
  const clusterNames = new Map<string, string>();
  for (const other of cluster.others?.() ?? []) {
    const uuid = lastUuidOf(other);
    if (uuid !== null && uuid !== clusterUuid) clusterNames.set(uuid, other.name);
  }
  return { clusterUuid, clusterNames };
}
