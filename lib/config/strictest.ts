import type { ConfiguredCluster } from './load.ts';

/**
 * An entry of the configuration with the protection of other entries that name the same cluster. A read-only entry moves
 * no alias: it stays as it is. The key, the name and the roles are its own. Pure.
 */
export function strictest(cluster: ConfiguredCluster, same: readonly ConfiguredCluster[]): ConfiguredCluster {
  if (cluster.readOnly) return cluster;
  const guarding = [cluster, ...same].filter((entry) => entry.protected);
  if (guarding.length === 0) return cluster;
  const forMs = Math.min(...guarding.flatMap(({ approval }) => (approval === null ? [] : [approval.forMs])));
  const approval = forMs === Infinity ? null : { forMs };
  if (cluster.protected && cluster.approval?.forMs === approval?.forMs) return cluster;
  // Property by property: what is not enumerable stays so.
  return Object.defineProperties({} as ConfiguredCluster, {
    ...Object.getOwnPropertyDescriptors(cluster),
    protected: { value: true, enumerable: true },
    approval: { value: approval, enumerable: true },
  });
}
