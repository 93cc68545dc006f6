import type { DocumentTokens } from '../../json/document-tokens.ts';
import { AppError, isAppError } from '../../errors.ts';
import { isTransient, withRetry } from '../../retry.ts';
import type { Cluster, ClusterRequest } from '../client/cluster.ts';
import {
  PAGE_RETRY_MS,
  DEFAULT_SLICES,
  assertComplete,
  type DocumentReader,
  type ReadOptions,
} from './document-reader.ts';
import type { Capabilities } from '../capabilities.ts';
import { PageParser } from './page-parser.ts';
import { PageSize } from './page-size.ts';
import { closePointInTime, KEEP_ALIVE, openPointInTime, type PointInTime } from './point-in-time.ts';
import { isTooLarge, PAGE_TIMEOUT_MS, readPage, sourceOption, type Drain } from './read-page.ts';
import { anything, count, flag, object } from '../client/shape.ts';

interface Reading {
  cluster: Cluster;
  pit: PointInTime;
  capabilities: Capabilities;
  slices: number;
  options: ReadOptions;
  /** null: every document. */
  query: object | null;
  keysOnly: boolean;
  visit: (document: DocumentTokens) => void;
  drain: Drain;
}

/** Consistent and retryable: a page that broke off is continued after its last complete document. */
export async function openPointInTimeReader(
  cluster: Cluster,
  index: string,
  capabilities: Capabilities,
  options: ReadOptions,
): Promise<DocumentReader> {
  const pit = await openPointInTime(cluster, index, options.signal, options.shard);
  const keepAlive = setInterval(() => void extend(cluster, pit), EXTEND_EVERY_MS).unref();
  const close = async () => {
    clearInterval(keepAlive);
    await closePointInTime(cluster, pit);
  };
  try {
    const total = await countIn(cluster, pit, options);
    return {
      total,
      async read(visit, drain) {
        const slices = sliceCount(capabilities, options, total);
        const reading = { cluster, pit, capabilities, slices, options, query: null, keysOnly: false, visit, drain };
        return assertComplete(await readSlices(reading), total);
      },
      async readMatching(query, visit, drain, { keysOnly = false } = {}) {
        const slices = capabilities.shardDocSort ? 1 : options.shards;
        return readSlices({ cluster, pit, capabilities, slices, options, query, keysOnly, visit, drain });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Well within KEEP_ALIVE. */
const EXTEND_EVERY_MS = 100_000;

/** For a reader that is idle for long, such as while the other side of a comparison is read. Never throws. */
async function extend(cluster: Cluster, pit: PointInTime): Promise<void> {
  await cluster
    .request({
      method: 'POST',
      path: '/_search',
      body: { size: 0, track_total_hits: false, pit: { id: pit.id, keep_alive: KEEP_ALIVE } },
      shape: anything,
      idempotent: true,
    })
    .catch(() => undefined);
}

/**
 * One slice a shard, so that a slice never spans shards: the fastest, and the only complete way where there is no
 * `_shard_doc` (OpenSearch before 3.3). A single shard is read in several slices where that is safe and saves time.
 */
function sliceCount(capabilities: Capabilities, options: ReadOptions, total: number): number {
  if (!capabilities.shardDocSort) return options.shards;
  if (total < 2_000) return 1;
  return Math.min(Math.max(options.shards, options.parallel ?? DEFAULT_SLICES), 1024);
}

/** A few slices in parallel; the first failure stops the others. */
async function readSlices(reading: Reading): Promise<number> {
  const { slices, options } = reading;
  let next = 0;
  let documents = 0;
  const failures: unknown[] = [];
  const worker = async () => {
    while (next < slices && failures.length === 0) {
      const slice = next++;
      try {
        // Not `documents += await …`: that reads the sum before it waits and loses what another worker adds.
        const read = await readSlice(reading, slice, () => failures.length > 0);
        documents += read;
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(slices, options.parallel ?? DEFAULT_SLICES) }, worker));
  if (failures.length > 0) throw failures[0];
  return documents;
}

async function readSlice(reading: Reading, slice: number, isStopped: () => boolean): Promise<number> {
  const { cluster, options, visit, drain } = reading;
  const pages = new PageSize(options);
  let documents = 0;
  let searchAfter: string | null = null;
  let reuse: Buffer | undefined;
  while (!isStopped()) {
    const page = { requested: pages.size, documents: 0, bytes: 0 };
    const requestRemaining = async () => {
      const parser = new PageParser(visit, reuse, reading.keysOnly);
      try {
        await readPage(
          cluster,
          pageRequest(reading, slice, page.requested - page.documents, searchAfter),
          parser,
          drain,
        );
      } finally {
        page.documents += parser.documents;
        page.bytes += parser.bytesReceived;
        searchAfter = parser.lastSort ?? searchAfter;
        reuse = parser.reusable;
        if (parser.metadata.pointInTime) reading.pit.id = parser.metadata.pointInTime;
      }
    };
    const tooLarge = (error: unknown) => page.requested > 1 && isTooLarge(error);
    let hasFullResponse = false;
    try {
      await withRetry(
        requestRemaining,
        { totalMs: options.retryMs ?? PAGE_RETRY_MS, signal: options.signal, onWait: options.onWait },
        (error) => isTransient(error) && !tooLarge(error) && page.documents < page.requested,
      );
      hasFullResponse = true;
    } catch (error) {
      // A response that lost only its end has passed on every requested document: the next page continues from there.
      const complete = page.documents === page.requested;
      if (!complete && !tooLarge(error)) throw toLostPointInTime(error);
      if (!complete) pages.halve();
    }
    documents += page.documents;
    await drain();
    if (hasFullResponse && page.documents < page.requested) return documents;
    if (page.documents > 0) pages.record(page.documents, page.bytes);
  }
  return documents;
}

async function countIn(cluster: Cluster, pit: PointInTime, options: ReadOptions): Promise<number> {
  const response = await cluster.request({
    method: 'POST',
    path: '/_search',
    query: { allow_partial_search_results: false },
    body: { size: 0, track_total_hits: true, pit: { id: pit.id, keep_alive: KEEP_ALIVE } },
    shape: object({
      hits: object({ total: object({ value: count }) }),
      _shards: object({ failed: count }),
      timed_out: flag,
    }),
    idempotent: true,
    signal: options.signal,
    timeoutMs: PAGE_TIMEOUT_MS,
  });
  if (response._shards.failed > 0 || response.timed_out)
    throw new AppError('unreachable', 'Not every shard answered when the documents were counted.');
  return response.hits.total.value;
}

function pageRequest(
  { pit, capabilities, slices, options, query, keysOnly }: Reading,
  slice: number,
  size: number,
  searchAfter: string | null,
): ClusterRequest {
  return {
    method: 'POST',
    path: '/_search',
    query: { allow_partial_search_results: false },
    body: {
      size,
      pit: { id: pit.id, keep_alive: KEEP_ALIVE },
      ...(query === null ? {} : { query }),
      sort: [capabilities.shardDocSort ? { _shard_doc: 'asc' } : '_doc'],
      ...(slices > 1 ? { slice: { id: slice, max: slices } } : {}),
      ...(searchAfter === null ? {} : { search_after: JSON.parse(searchAfter) as unknown }),
      track_total_hits: false,
      version: true,
      ...(keysOnly ? { _source: false } : sourceOption(capabilities)),
    },
    // Parsed as it arrives: `readSlice` requests what follows the last complete document.
    idempotent: false,
    signal: options.signal,
    timeoutMs: PAGE_TIMEOUT_MS,
  };
}

/** `not_found` becomes `index_changed`; any other error is returned as it is. */
function toLostPointInTime(error: unknown): unknown {
  if (isAppError(error) && error.code === 'not_found') {
    return new AppError(
      'index_changed',
      'The point in time is lost: the index was deleted, the server restarted, or nothing was read for too long.',
      { cause: error, hint: 'Nothing of this read is kept. Start again.' },
    );
  }
  return error;
}
