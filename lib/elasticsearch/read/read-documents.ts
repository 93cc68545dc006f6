import type { Cluster } from '../client/cluster.ts';
import type { DocumentReader, ReadOptions } from './document-reader.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { refreshShape } from '../admin/index-admin.ts';
import { openPointInTimeReader } from './read-by-point-in-time.ts';
import { openScrollReader } from './read-by-scroll.ts';
import { PAGE_TIMEOUT_MS } from './read-page.ts';

/** A consistent reader of one concrete, open index. The caller must close it, also after a failure. */
export async function openReader(cluster: Cluster, index: string, options: ReadOptions): Promise<DocumentReader> {
  const capabilities = capabilitiesOf(await cluster.identity(options.signal));
  await refreshForReading(cluster, index, options.signal);
  return capabilities.consistentRead === 'scroll'
    ? openScrollReader(cluster, index, options)
    : openPointInTimeReader(cluster, index, capabilities, options);
}

/** The same of one shard, as of its last refresh. Only where the server has a point in time. */
export async function openShardReader(
  cluster: Cluster,
  index: string,
  options: ReadOptions & { shard: number },
): Promise<DocumentReader> {
  return openPointInTimeReader(cluster, index, capabilitiesOf(await cluster.identity(options.signal)), options);
}

/** Without it, an index that is never refreshed automatically would be read as of its last refresh. */
export async function refreshForReading(cluster: Cluster, index: string, signal: AbortSignal): Promise<void> {
  await cluster.request({
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_refresh`,
    shape: refreshShape,
    idempotent: true,
    signal,
    timeoutMs: PAGE_TIMEOUT_MS,
  });
}
