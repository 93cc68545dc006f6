import {
  strictestRulesOf,
  sameClusterAs,
  clusterUuidOf,
  rulesOfAll,
  type EntryRules,
} from '../jobs/cluster-entries.ts';
import { runner } from '../jobs/jobs.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import type { ConfiguredCluster } from '../config.ts';

/** Reads with null if the jobs' database can't be used: then only uuids that this process has observed are known. */
function withOptionalStore<T>(read: (store: JobStore | null) => T): T {
  try {
    return read(runner().store);
  } catch {
    return read(null);
  }
}

/** The entry with the strictest protection of its cluster, by the last known uuids. */
export const withStrictestRules = (cluster: ConfiguredCluster): ConfiguredCluster =>
  cluster.others?.().some((other) => other.protected)
    ? withOptionalStore((store) => strictestRulesOf(store, cluster))
    : cluster;

/** The same for several entries, by the key, with the keys of their approvals. */
export const strictestRulesOfAll = (clusters: readonly ConfiguredCluster[]): Map<string, EntryRules> =>
  withOptionalStore((store) => rulesOfAll(store, clusters));

/** The other entries that name the same cluster, by the last known uuids. */
export const entriesOfSameCluster = (cluster: ConfiguredCluster): ConfiguredCluster[] =>
  cluster.others?.().length ? withOptionalStore((store) => sameClusterAs(store, cluster)) : [];

/** The cluster's last known uuid; null: it never answered under this entry. */
export const lastUuidOf = (cluster: ConfiguredCluster): string | null =>
  withOptionalStore((store) => clusterUuidOf(store, cluster));
