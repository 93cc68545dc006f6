import { at, type ByName } from '../../contract/by-name.ts';
import { isAppError } from '../../errors.ts';
import type { Cluster } from '../client/cluster.ts';
import { count, flag, listOf, object, optional, text, type Shape } from '../client/shape.ts';

/** The statistics of one index in `_stats`. Documents are counted as Lucene does, with nested ones. */
export interface IndexStats {
  primaries?: { docs?: { count?: number; deleted?: number }; store?: { size_in_bytes?: number } };
  total?: { store?: { size_in_bytes?: number } };
}

interface CountResponse {
  timed_out: boolean;
  _shards?: { failures?: { index?: string }[] };
  /** Missing where the search matched no index. */
  aggregations?: { indices: { sum_other_doc_count: number; buckets?: { key: string; doc_count: number }[] } };
}

const countShape: Shape<CountResponse> = object({
  timed_out: flag,
  _shards: optional(object({ failures: optional(listOf(object({ index: optional(text) }))) })),
  aggregations: optional(
    object({
      indices: object({
        sum_other_doc_count: count,
        buckets: optional(listOf(object({ key: text, doc_count: count }))),
      }),
    }),
  ),
});

export interface CountRequest {
  names: readonly string[];
  uuidOf: (name: string) => string | undefined;
  stats: ByName<IndexStats>;
  /** The expression for all indices that can be searched; null: none. */
  allSearchable: string | null;
  /** False for one index: then its count is always read. */
  useCache: boolean;
  hiddenIndices: boolean;
}

/** Elasticsearch refuses a request line over 4 KB (http.max_initial_line_length). */
const MAX_LIST_CHARACTERS = 2500;

/**
 * The uuids of indices whose count was equal to Lucene's, with the statistics at that time: while those are unchanged, so
 * is the count. A count that differs (nested documents, writes not refreshed yet) is read every time.
 */
const caches = new WeakMap<Cluster, Map<string, string>>();

/**
 * Top-level documents of each index, by one search over those that have changed since they were last counted: a search
 * over all shards of 5,000 indices takes seconds, and a page polls every few seconds. Null: unknown, because a shard failed
 * or the search is forbidden.
 */
export async function countByIndex(
  cluster: Cluster,
  request: CountRequest,
  signal?: AbortSignal,
): Promise<(name: string) => number | null> {
  const cache = caches.get(cluster) ?? new Map<string, string>();
  caches.set(cluster, cache);
  const counts = new Map<string, number | null>();
  const uncached: string[] = [];
  for (const name of request.names) {
    const count = request.useCache ? cachedCount(cache, request, name) : null;
    if (count === null) uncached.push(name);
    else counts.set(name, count);
  }
  if (uncached.length > 0 && request.allSearchable !== null) {
    const list = uncached.map(encodeURIComponent).join(',');
    const response = await search(
      cluster,
      list.length <= MAX_LIST_CHARACTERS ? list : request.allSearchable,
      request.hiddenIndices,
      signal,
    );
    const countOf = countLookup(response);
    for (const name of uncached) {
      const count = countOf(name);
      counts.set(name, count);
      cacheCount(cache, request, name, count);
    }
  }
  if (request.useCache) evictMissing(cache, request);
  return (name) => counts.get(name) ?? null;
}

/** Null: not cached. */
function cachedCount(cache: Map<string, string>, request: CountRequest, name: string): number | null {
  const count = at(request.stats, name)?.primaries?.docs?.count;
  if (count === undefined) return null;
  if (count === 0) return 0;
  const uuid = request.uuidOf(name);
  return uuid !== undefined && cache.get(uuid) === signatureOf(at(request.stats, name)) ? count : null;
}

function cacheCount(cache: Map<string, string>, request: CountRequest, name: string, count: number | null): void {
  const uuid = request.uuidOf(name);
  if (uuid === undefined) return;
  if (count !== null && count === at(request.stats, name)?.primaries?.docs?.count)
    cache.set(uuid, signatureOf(at(request.stats, name)));
  else cache.delete(uuid);
}

const signatureOf = (stats: IndexStats | undefined): string =>
  [stats?.primaries?.docs?.count, stats?.primaries?.docs?.deleted, stats?.primaries?.store?.size_in_bytes].join(' ');

/** Removes deleted indices from the cache once it has twice as many entries as there are indices. */
function evictMissing(cache: Map<string, string>, request: CountRequest): void {
  if (cache.size <= request.names.length * 2 + 100) return;
  const uuids = new Set(request.names.map(request.uuidOf));
  for (const uuid of cache.keys()) if (!uuids.has(uuid)) cache.delete(uuid);
}

/** Null: the search is forbidden to this user, or no shard answered. */
async function search(
  cluster: Cluster,
  indices: string,
  hiddenIndices: boolean,
  signal?: AbortSignal,
): Promise<CountResponse | null> {
  try {
    const response = await cluster.request({
      method: 'POST',
      path: `/${indices}/_search`,
      query: {
        size: 0,
        expand_wildcards: hiddenIndices ? 'open,hidden' : 'open',
        ignore_unavailable: true,
        allow_no_indices: true,
        // A red index must not hide the counts of the others. Its own is unknown, by the shard's failure or its health.
        allow_partial_search_results: true,
        filter_path:
          'timed_out,_shards.failures.index,aggregations.indices.sum_other_doc_count,aggregations.indices.buckets.key,aggregations.indices.buckets.doc_count',
      },
      body: { track_total_hits: false, aggs: { indices: { terms: { field: '_index', size: 50_000 } } } },
      shape: countShape,
      idempotent: true,
      signal,
      responseSize: 'list',
    });
    return response.timed_out ? null : response;
  } catch (error) {
    if (
      isAppError(error) &&
      (error.code === 'forbidden' ||
        error.code === 'blocked' ||
        error.details['status'] === 503 ||
        error.details['status'] === 400 ||
        error.details['status'] === 500)
    )
      return null;
    throw error;
  }
}

function countLookup(response: CountResponse | null): (name: string) => number | null {
  if (response?.aggregations === undefined) return () => null;
  const counts = new Map(response.aggregations.indices.buckets?.map((bucket) => [bucket.key, bucket.doc_count]));
  const failed = new Set(response._shards?.failures?.map((failure) => failure.index));
  return (name) => (failed.has(name) || failed.has(undefined) ? null : (counts.get(name) ?? 0));
}
