import { AppError, isAppError } from '../../errors.ts';
import type { DocumentTokens } from '../../json/document-tokens.ts';
import { isTransient } from '../../retry.ts';
import type { Cluster, ClusterRequest } from '../client/cluster.ts';
import { assertComplete, type DocumentReader, type ReadOptions } from './document-reader.ts';
import { PageParser } from './page-parser.ts';
import { PageSize } from './page-size.ts';
import { KEEP_ALIVE } from './point-in-time.ts';
import { PAGE_TIMEOUT_MS, readPage, type Drain } from './read-page.ts';
import { anything, count, object } from '../client/shape.ts';

/**
 * For servers without a point in time (Elasticsearch before 7.12, OpenSearch before 2.4). A lost page of a scroll cannot be
 * read again, so nothing is retried: a failure ends the whole read. One scroll, not one for each slice: several would be
 * opened at different moments, and the read would not be consistent.
 */
export async function openScrollReader(cluster: Cluster, index: string, options: ReadOptions): Promise<DocumentReader> {
  const size = await pageSize(cluster, index, options);
  const counted = await cluster.request({
    method: 'GET',
    path: `/${encodeURIComponent(index)}/_count`,
    shape: object({ count }),
    signal: options.signal,
  });
  const scrolls: Scroll[] = [];
  const readAll = async (
    query: object | null,
    visit: (document: DocumentTokens) => void,
    drain: Drain,
    { keysOnly = false } = {},
  ) => {
    const scroll = new Scroll(cluster, firstPage(index, size, { query, keysOnly }, options), { ...options, keysOnly });
    scrolls.push(scroll);
    try {
      return await scroll.read(visit, drain);
    } finally {
      await scroll.close();
    }
  };
  return {
    total: counted.count,
    read: (visit, drain) => readAll(null, visit, drain),
    readMatching: readAll,
    async close() {
      for (const scroll of scrolls) await scroll.close();
    },
  };
}

/** One scroll, from its first page to its end. */
class Scroll {
  private id: string | null = null;
  private readonly cluster: Cluster;
  private readonly first: ClusterRequest;
  private readonly options: ReadOptions & { keysOnly: boolean };

  constructor(cluster: Cluster, first: ClusterRequest, options: ReadOptions & { keysOnly: boolean }) {
    this.cluster = cluster;
    this.first = first;
    this.options = options;
  }

  async read(visit: (document: DocumentTokens) => void, drain: Drain): Promise<number> {
    let documents = 0;
    let total: number | null = null;
    let reuse: Buffer | undefined;
    for (;;) {
      const parser: PageParser = new PageParser(visit, reuse, this.options.keysOnly);
      const request = this.id === null ? this.first : nextPage(this.id, this.options);
      await readPage(this.cluster, request, parser, drain).catch(rethrowLostScroll);
      this.id = parser.metadata.scrollId ?? this.id;
      // The scroll's own total, of the same moment as its pages; the earlier count is for the progress bar.
      total ??= parser.metadata.total;
      reuse = parser.reusable;
      documents += parser.documents;
      await drain();
      if (total === null)
        throw new AppError('index_changed', 'The first page of a scroll does not say how many documents there are.');
      if (parser.documents === 0) return assertComplete(documents, total);
    }
  }

  /** Takes no signal, so that it also runs after a cancel; never throws. */
  async close(): Promise<void> {
    const { id } = this;
    this.id = null;
    if (id !== null) await closeScroll(this.cluster, id);
  }
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
  const size = PageSize.forScroll(options.pageBytes, sample.documents, sample.bytesReceived);
  return Math.min(size, options.pageDocuments ?? size);
}

const firstPage = (
  index: string,
  size: number,
  { query, keysOnly }: { query: object | null; keysOnly: boolean },
  { signal }: ReadOptions,
): ClusterRequest => ({
  method: 'POST',
  path: `/${encodeURIComponent(index)}/_search`,
  query: { allow_partial_search_results: false, scroll: KEEP_ALIVE },
  body: {
    size,
    sort: ['_doc'],
    version: true,
    ...(query === null ? {} : { query }),
    ...(keysOnly ? { _source: false } : {}),
  },
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
