import { findCluster, type ConfiguredCluster } from '../config.ts';

/** The cluster that drills of a cluster's backups run on: its drill cluster, else itself. */
export function drillClusterOf(cluster: ConfiguredCluster): { name: string; environment: string } {
  const { environment, name } = (cluster.drillCluster === null ? null : findCluster(cluster.drillCluster)) ?? cluster;
  return { name, environment };
}
