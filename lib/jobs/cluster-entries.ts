import type { ConfiguredCluster } from '../config.ts';
import { seenUuid } from '../config/seen-uuids.ts';
import { strictest } from '../config/strictest.ts';
import { savedClusterUuid } from './store/seen-clusters.ts';
import type { JobStore } from './store/job-store.ts';

/** A cluster's own id, as it last answered under this entry; null: it never did. Without a store, as far as this process has seen. */
export const uuidOf = (store: JobStore | null, cluster: ConfiguredCluster): string | null =>
  seenUuid(cluster) ?? (store && savedClusterUuid(store, cluster.key, cluster.connection.url));

/** The other entries of the configuration that name the same cluster, by its own id. */
export function sameClusterAs(
  store: JobStore | null,
  cluster: ConfiguredCluster,
  uuid: string | null = uuidOf(store, cluster),
): ConfiguredCluster[] {
  if (uuid === null) return [];
  return (cluster.others?.() ?? []).filter((other) => uuidOf(store, other) === uuid);
}

/**
 * The same, and entries of this very address that never answered: one with wrong credentials is still this cluster's. For
 * what may be asked for once too often.
 */
function protectingWith(
  store: JobStore | null,
  cluster: ConfiguredCluster,
  uuid: string | null = uuidOf(store, cluster),
): ConfiguredCluster[] {
  const here = addressOf(cluster);
  const unseen = (cluster.others?.() ?? []).filter(
    (other) => addressOf(other) === here && uuidOf(store, other) === null,
  );
  return [...sameClusterAs(store, cluster, uuid), ...unseen];
}

const addressOf = ({ connection }: ConfiguredCluster): string => {
  const { origin, pathname } = new URL(connection.url);
  return `${origin}${pathname.replace(/\/+$/, '')}`;
};

/** The entry with the protection that holds for its cluster, whichever entry says so. `uuid`: of the plan that is to be guarded. */
export function strictestRulesOf(store: JobStore | null, cluster: ConfiguredCluster, uuid?: string): ConfiguredCluster {
  const others = cluster.others?.() ?? [];
  // Most have nothing to look up.
  if (!others.some((other) => other.protected)) return cluster;
  return strictest(cluster, protectingWith(store, cluster, uuid));
}

/** The keys under which requests for approval and broken glass of this cluster are kept, its own first. */
export function guardedKeys(store: JobStore, cluster: ConfiguredCluster, uuid?: string): string[] {
  if (!strictestRulesOf(store, cluster, uuid).protected) return [cluster.key];
  return [cluster.key, ...protectingWith(store, cluster, uuid).map(({ key }) => key)];
}
