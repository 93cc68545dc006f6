import type { Cluster } from '../client/cluster.ts';
import type { DocumentReader, ReadOptions } from './document-reader.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { refreshShape } from '../admin/index-admin.ts';
import { openPointInTimeReader } from './read-by-point-in-time.ts';
import { openScrollReader } from './read-by-scroll.ts';
import { PAGE_TIMEOUT_MS } from './read-page.ts';

/** A consistent reader of one concrete, open index, or of one of its shards. The caller must close it, also after a failure. */
export async function openReader(cluster: Cluster, index: string, options: ReadOptions): Promise<DocumentReader> {
  const capabilities = capabilitiesOf(await cluster.identity(options.signal));
  // Without it, an index that is never refreshed automatically would be read as of its last refresh.
  await cluster.request({
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_refresh`,
    shape: refreshShape,
    idempotent: true,
    signal: options.signal,
    timeoutMs: PAGE_TIMEOUT_MS,
  });
  return capabilities.consistentRead === 'scroll'
    ? openScrollReader(cluster, index, options)
    : openPointInTimeReader(cluster, index, capabilities, options);
}
