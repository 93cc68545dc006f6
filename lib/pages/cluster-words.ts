import type { OpenedCluster } from '../access/open-cluster.ts';

/** What a page's client parts need of the cluster and of what this person may do on it. Plain data. */
export function wordsOf({ cluster, may }: Pick<OpenedCluster, 'cluster' | 'may'>) {
  const { key, name, environment } = cluster;
  const blocked = Object.fromEntries(
    Object.entries(may).flatMap(([permission, verdict]) => (verdict.allowed ? [] : [[permission, verdict.why]])),
  ) as Partial<Record<keyof typeof may, string>>;
  return { cluster: { key, name, environment, protected: cluster.protected }, blocked };
}
