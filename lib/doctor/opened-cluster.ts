import type { ConfiguredCluster } from '../config/configuration.ts';
import { redactingCluster } from '../config/redacting-cluster.ts';
import { connect } from '../elasticsearch/client/client.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';

/** A cluster of the configuration, with a connection of its own: nothing is remembered from earlier, and nothing is retried. */
export interface OpenedCluster {
  entry: ConfiguredCluster;
  cluster: Cluster;
  timeLimitMs: number;
}

/** The caller closes its cluster. */
export const openCluster = (entry: ConfiguredCluster, timeLimitMs: number): OpenedCluster => ({
  entry,
  cluster: redactingCluster(connect(entry.connection)),
  timeLimitMs,
});
