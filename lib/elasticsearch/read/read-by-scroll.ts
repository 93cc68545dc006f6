import { AppError, isAppError } from '../../errors.ts';
import { isTransient } from '../../retry.ts';
import type { Cluster, ClusterRequest } from '../client/cluster.ts';
import { assertComplete, type DocumentReader, type ReadOptions } from './document-reader.ts';
import { PageParser } from './page-parser.ts';
import { PageSize } from './page-size.ts';
import { KEEP_ALIVE } from './point-in-time.ts';
import { PAGE_TIMEOUT_MS, readPage } from './read-page.ts';
import { anything, count, object } from '../client/shape.ts';

/**
 * For servers without a point in time (Elasticsearch before 7.12, OpenSearch before 2.4). A lost page of a scroll cannot be
 * read again, so nothing is retried: a failure ends the whole read. One scroll, not one for each slice: several would be
 * opened at different moments, and the read would not be consistent.
 */
export async function openScrollReader(cluster: Cluster, index: string, options: ReadOptions): Promise<DocumentReader> {
  const first = firstPage(index, await pageSize(cluster, index, options), options);
  const counted = await cluster.request({
    method: 'GET',
    path: `/${encodeURIComponent(index)}/_count`,
    shape: object({ count }),
    signal: options.signal,
  });
  let scrollId: string | null = null;
  return {
    total: counted.count,
    async read(visit, drain) {
      let documents = 0;
      let total: number | null = null;
      let reuse: Buffer | undefined;
      for (;;) {
        const parser: PageParser = new PageParser(visit, reuse);
        const request = scrollId === null ? first : nextPage(scrollId, options);
        await readPage(cluster, request, parser, drain).catch(rethrowLostScroll);
        scrollId = parser.metadata.scrollId ?? scrollId;
        // The scroll's own total, of the same moment as its pages; the earlier count is for the progress bar.
        total ??= parser.metadata.total;
        reuse = parser.reusable;
        documents += parser.documents;
        await drain();
        if (total === null)
          throw new AppError('index_changed', 'The first page of a scroll does not say how many documents there are.');
        if (parser.documents === 0) return assertComplete(documents, total);
      }
    },
    async close() {
      if (scrollId !== null) await closeScroll(cluster, scrollId);
    },
  };
}

/** A scroll's page size is fixed when it opens. It is derived from a sample: the store's size says little about documents. */
async function pageSize(cluster: Cluster, index: string, options: ReadOptions): Promise<number> {
  const sample = new PageParser(() => undefined);
  await readPage(
    cluster,
    {
      method: 'POST',
      path: `/${encodeURIComponent(index)}/_search`,
      query: { allow_partial_search_results: false },
      body: { size: 20 },
      signal: options.signal,
      timeoutMs: PAGE_TIMEOUT_MS,
    },
    sample,
    () => null,
  );
  return PageSize.forScroll(options.pageBytes, sample.documents, sample.bytesReceived);
}

const firstPage = (index: string, size: number, { signal }: ReadOptions): ClusterRequest => ({
  method: 'POST',
  path: `/${encodeURIComponent(index)}/_search`,
  query: { allow_partial_search_results: false, scroll: KEEP_ALIVE },
  body: { size, sort: ['_doc'], version: true },
  signal,
  timeoutMs: PAGE_TIMEOUT_MS,
});

const nextPage = (scrollId: string, { signal }: ReadOptions): ClusterRequest => ({
  method: 'POST',
  path: '/_search/scroll',
  body: { scroll: KEEP_ALIVE, scroll_id: scrollId },
  signal,
  timeoutMs: PAGE_TIMEOUT_MS,
});

/** Takes no signal, so that it also runs after a cancel; never throws. */
async function closeScroll(cluster: Cluster, scrollId: string): Promise<void> {
  await cluster
    .request({
      method: 'DELETE',
      path: '/_search/scroll',
      body: { scroll_id: [scrollId] },
      shape: anything,
      timeoutMs: 1_500,
      accept: [404],
    })
    .catch(() => undefined);
}

function rethrowLostScroll(error: unknown): never {
  if (isAppError(error) && (isTransient(error) || error.code === 'not_found')) {
    throw new AppError('index_changed', `The scroll was lost in the middle: ${error.message}`, {
      cause: error,
      hint: 'A lost page of a scroll cannot be requested again, so nothing of this read is kept. Start again.',
    });
  }
  throw error;
}
