import { lastUuidOf } from '../access/cluster-rules.ts';
import { roleOn } from '../access/roles.ts';
import { configuration, type ConfiguredCluster } from '../config.ts';
import type { KnownClusters } from '../present/source-cluster.ts';
import type { Viewer } from './job-for.ts';

/**
 * This cluster's uuid, also while it is down, and the names of the other configured clusters that have answered: only of those on
 * which `viewer` has a role.
 */
export function knownClusters(cluster: ConfiguredCluster, viewer: Viewer = null): KnownClusters {
  const clusterUuid = lastUuidOf(cluster);
  const clusterNames = new Map<string, string>();
  for (const other of cluster.others?.() ?? []) {
    if (viewer === null || roleOn(viewer, other, configuration().roles) === null) continue;
    const uuid = lastUuidOf(other);
    if (uuid !== null && uuid !== clusterUuid) clusterNames.set(uuid, other.name);
  }
  return { clusterUuid, clusterNames };
}
