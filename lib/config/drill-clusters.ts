import type { ConfiguredCluster } from './configuration.ts';
import { configurationError } from './secrets.ts';

/** Throws AppError invalid_input where a drill cluster is not configured, is the cluster itself, or may not be changed. */
export function requireDrillClusters(clusters: readonly ConfiguredCluster[]): void {
  for (const { connection, drillCluster, key } of clusters) {
    if (drillCluster === null) continue;
    const path = `clusters.${key}.drillCluster`;
    const other = clusters.find((each) => each.key === drillCluster);
    if (other === undefined)
      throw configurationError(path, `No cluster has the key ${drillCluster}. Name another cluster of this file.`);
    if (other.key === key || other.connection.url === connection.url)
      throw configurationError(path, 'This is the cluster itself. Leave it out to run drills on it.');
    if (other.readOnly) throw configurationError(path, `${drillCluster} is read-only, and a drill creates an index.`);
  }
}
