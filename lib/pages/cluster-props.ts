import type { OpenedCluster } from '../access/open-cluster.ts';

/**
 * The props that client components need about the cluster, and why this user may not do what is `blocked`. Plain data.
 */
export function clusterProps({ cluster, may }: Pick<OpenedCluster, 'cluster' | 'may'>) {
  const { key, name, environment } = cluster;
  const blocked = Object.fromEntries(
    Object.entries(may).flatMap(([permission, verdict]) => (verdict.allowed ? [] : [[permission, verdict.why]])),
  ) as Partial<Record<keyof typeof may, string>>;
  return { cluster: { key, name, environment, protected: cluster.protected }, blocked };
}
