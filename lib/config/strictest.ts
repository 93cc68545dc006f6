import type { ConfiguredCluster } from './configuration.ts';

/**
 * An entry of the configuration with the strictest protection of the entries that name the same cluster. Key, name and
 * roles stay its own. A read-only entry moves no alias: it is returned unchanged. Pure.
 */
export function strictest(cluster: ConfiguredCluster, sameCluster: readonly ConfiguredCluster[]): ConfiguredCluster {
  if (cluster.readOnly) return cluster;
  const protecting = [cluster, ...sameCluster].filter((entry) => entry.protected);
  if (protecting.length === 0) return cluster;
  const forMs = Math.min(...protecting.flatMap(({ approval }) => (approval === null ? [] : [approval.forMs])));
  const approval = forMs === Infinity ? null : { forMs };
  if (cluster.protected && cluster.approval?.forMs === approval?.forMs) return cluster;
  // Property by property: non-enumerable properties stay so.
  return Object.defineProperties({} as ConfiguredCluster, {
    ...Object.getOwnPropertyDescriptors(cluster),
    protected: { value: true, enumerable: true },
    approval: { value: approval, enumerable: true },
  });
}
