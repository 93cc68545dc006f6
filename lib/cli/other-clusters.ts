import type { ConfiguredCluster } from '../config/configuration.ts';
import { redactingCluster } from '../config/redacting-cluster.ts';
import { connect } from '../elasticsearch/client/client.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';

/** Clusters of the configuration beside the one that a command line names; each is connected on first use. */
export class OtherClusters {
  private readonly clusters: () => readonly ConfiguredCluster[];
  private readonly connected = new Map<string, Cluster>();

  constructor(clusters: () => readonly ConfiguredCluster[]) {
    this.clusters = clusters;
  }

  /** Throws `not_found`. */
  entry(key: string): ConfiguredCluster {
    const found = this.clusters().find((each) => each.key === key);
    if (found) return found;
    throw new AppError('not_found', `No cluster of the configuration has the key ${key}.`);
  }

  /** Throws `not_found`. */
  cluster(key: string): Cluster {
    const cluster = this.connected.get(key) ?? redactingCluster(connect(this.entry(key).connection));
    this.connected.set(key, cluster);
    return cluster;
  }

  async close(): Promise<void> {
    for (const cluster of this.connected.values()) await cluster.close();
  }
}
