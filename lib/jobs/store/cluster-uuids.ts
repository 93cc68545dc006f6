import type { ClusterUuid } from '../../config/cluster-uuids.ts';
import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** Saved so that a cluster that is down still has a known uuid. */
export function saveClusterUuid(store: JobStore, { key, url, uuid }: ClusterUuid): void {
  store.transact(() =>
    store[SQL].prepare(
      'INSERT INTO seen_clusters (cluster, url, uuid, at) VALUES (?, ?, ?, ?) ON CONFLICT (cluster) DO UPDATE SET ' +
        'url = excluded.url, uuid = excluded.uuid, at = excluded.at',
    ).run(key, url, uuid, new Date().toISOString()),
  );
}

/** The uuid that last answered under this key and address; null: none. From jobs where an older version saved none. */
export function savedClusterUuid(store: JobStore, key: string, url: string): string | null {
  return store.read(() => {
    const row = store[SQL].prepare('SELECT url, uuid FROM seen_clusters WHERE cluster = ?').get(key);
    if (row) return row.url === url ? String(row.uuid) : null;
    const job = store[SQL].prepare(
      'SELECT cluster_uuid AS uuid FROM jobs WHERE cluster = ? AND cluster_uuid IS NOT NULL ORDER BY id DESC LIMIT 1',
    ).get(key);
    return job ? String(job.uuid) : null;
  });
}

/** Every entry under which a cluster has answered a dashboard or a command line of this data directory. */
export const savedClusterEntries = (store: JobStore): { key: string; url: string }[] =>
  store.read(() =>
    store[SQL].prepare('SELECT cluster, url FROM seen_clusters ORDER BY at DESC')
      .all()
      .map((row) => ({ key: String(row.cluster), url: String(row.url) })),
  );
