import type { ConfiguredCluster } from '../config.ts';
import { observedUuid } from '../config/cluster-uuids.ts';
import { strictest } from '../config/strictest.ts';
import { savedClusterUuid } from './store/cluster-uuids.ts';
import type { JobStore } from './store/job-store.ts';

/**
 * The cluster's uuid, as it last answered under this entry; null: it never did. Without a store: as observed by this
 * process.
 */
export const clusterUuidOf = (store: JobStore | null, cluster: ConfiguredCluster): string | null =>
  observedUuid(cluster) ?? (store && savedClusterUuid(store, cluster.key, cluster.connection.url));

/** The other entries of the configuration that name the same cluster, by its uuid. */
export function sameClusterAs(
  store: JobStore | null,
  cluster: ConfiguredCluster,
  uuid: string | null = clusterUuidOf(store, cluster),
): ConfiguredCluster[] {
  if (uuid === null) return [];
  return (cluster.others?.() ?? []).filter((other) => clusterUuidOf(store, other) === uuid);
}

/**
 * The same, and entries of the same address that never answered: an entry with wrong credentials may still name this
 * cluster. For rules that may be applied once too often.
 */
function entriesThatMayProtect(
  store: JobStore | null,
  cluster: ConfiguredCluster,
  uuid: string | null = clusterUuidOf(store, cluster),
): ConfiguredCluster[] {
  const address = addressOf(cluster);
  const neverAnswered = (cluster.others?.() ?? []).filter(
    (other) => addressOf(other) === address && clusterUuidOf(store, other) === null,
  );
  return [...sameClusterAs(store, cluster, uuid), ...neverAnswered];
}

const addressOf = ({ connection }: ConfiguredCluster): string => {
  const { origin, pathname } = new URL(connection.url);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
};

/** The entry with the strictest protection that any entry gives its cluster. `uuid`: of the cluster of a plan. */
export function strictestRulesOf(store: JobStore | null, cluster: ConfiguredCluster, uuid?: string): ConfiguredCluster {
  const others = cluster.others?.() ?? [];
  // Most configurations need no look-up.
  if (!others.some((other) => other.protected)) return cluster;
  return strictest(cluster, entriesThatMayProtect(store, cluster, uuid));
}

/** The keys under which this cluster's approvals and break-glass uses are stored, its own first. */
export function approvalKeys(store: JobStore, cluster: ConfiguredCluster, uuid?: string): string[] {
  if (!strictestRulesOf(store, cluster, uuid).protected) return [cluster.key];
  return [cluster.key, ...entriesThatMayProtect(store, cluster, uuid).map(({ key }) => key)];
}
