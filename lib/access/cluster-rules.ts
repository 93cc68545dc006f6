import { strictestRulesOf, sameClusterAs, clusterUuidOf } from '../jobs/cluster-entries.ts';
import { runner } from '../jobs/jobs.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import type { ConfiguredCluster } from '../config.ts';

/** Where the jobs' database can't be used, what this process has seen has to do. */
function withStoreOrNone<T>(ask: (store: JobStore | null) => T): T {
  try {
    return ask(runner().store);
  } catch {
    return ask(null);
  }
}

/** The entry with the protection that holds for its cluster, as it was last seen. */
export const withStrictestRules = (cluster: ConfiguredCluster): ConfiguredCluster =>
  cluster.others?.().some((other) => other.protected)
    ? withStoreOrNone((store) => strictestRulesOf(store, cluster))
    : cluster;

/** The other entries that name the same cluster, as it was last seen. */
export const entriesOfSameCluster = (cluster: ConfiguredCluster): ConfiguredCluster[] =>
  cluster.others?.().length ? withStoreOrNone((store) => sameClusterAs(store, cluster)) : [];

/** null: it never answered under this entry. */
export const lastUuidOf = (cluster: ConfiguredCluster): string | null =>
  withStoreOrNone((store) => clusterUuidOf(store, cluster));
