import { at, type ByName } from '../../contract/by-name.ts';
import { isAppError } from '../../errors.ts';
import type { Cluster } from '../client/cluster.ts';
import { count, flag, listOf, object, optional, text, type Shape } from '../client/shape.ts';

/** What `_stats` tells of one index; documents are Lucene's there, nested ones included. */
export interface IndexStats {
  primaries?: { docs?: { count?: number; deleted?: number }; store?: { size_in_bytes?: number } };
  total?: { store?: { size_in_bytes?: number } };
}

interface CountAnswer {
  timed_out: boolean;
  _shards?: { failures?: { index?: string }[] };
  /** Missing where the search found none of the indices. */
  aggregations?: { indices: { sum_other_doc_count: number; buckets?: { key: string; doc_count: number }[] } };
}

const countAnswer: Shape<CountAnswer> = object({
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

export interface ToCount {
  names: readonly string[];
  uuidOf: (name: string) => string | undefined;
  stats: ByName<IndexStats>;
  /** The expression for all that can be searched; null: none. */
  everything: string | null;
  /** False: counts asked for one index are always fresh. */
  remember: boolean;
  hiddenIndices: boolean;
}

/** Elasticsearch refuses a request line over 4 KB. */
const LONGEST_PATH = 2500;

/**
 * Counts that were equal to Lucene's, by uuid, with what `_stats` said then. While that stays the same, so does the
 * count. One that differs (nested documents, writes not refreshed yet) is asked for every time.
 */
const remembered = new WeakMap<Cluster, Map<string, string>>();

/**
 * Top-level documents per index: one search for those that have changed since they were last counted. A search over all
 * shards of 5,000 indices takes seconds, and a page asks every few of them. Null: unknown, where the shard failed or the
 * search is forbidden.
 */
export async function countDocuments(
  cluster: Cluster,
  wanted: ToCount,
  signal?: AbortSignal,
): Promise<(name: string) => number | null> {
  const known = remembered.get(cluster) ?? new Map<string, string>();
  remembered.set(cluster, known);
  const counts = new Map<string, number | null>();
  const ask: string[] = [];
  for (const name of wanted.names) {
    const count = wanted.remember ? rememberedCount(known, wanted, name) : null;
    if (count === null) ask.push(name);
    else counts.set(name, count);
  }
  if (ask.length > 0 && wanted.everything !== null) {
    const list = ask.map(encodeURIComponent).join(',');
    const answer = await search(
      cluster,
      list.length <= LONGEST_PATH ? list : wanted.everything,
      wanted.hiddenIndices,
      signal,
    );
    const countOf = counter(answer);
    for (const name of ask) {
      const count = countOf(name);
      counts.set(name, count);
      rememberCount(known, wanted, name, count);
    }
  }
  if (wanted.remember) forgetOthers(known, wanted);
  return (name) => counts.get(name) ?? null;
}

/** Null: it must be asked for. */
function rememberedCount(known: Map<string, string>, wanted: ToCount, name: string): number | null {
  const count = at(wanted.stats, name)?.primaries?.docs?.count;
  if (count === undefined) return null;
  if (count === 0) return 0;
  const uuid = wanted.uuidOf(name);
  return uuid !== undefined && known.get(uuid) === signatureOf(at(wanted.stats, name)) ? count : null;
}

function rememberCount(known: Map<string, string>, wanted: ToCount, name: string, count: number | null): void {
  const uuid = wanted.uuidOf(name);
  if (uuid === undefined) return;
  if (count !== null && count === at(wanted.stats, name)?.primaries?.docs?.count)
    known.set(uuid, signatureOf(at(wanted.stats, name)));
  else known.delete(uuid);
}

const signatureOf = (stats: IndexStats | undefined): string =>
  [stats?.primaries?.docs?.count, stats?.primaries?.docs?.deleted, stats?.primaries?.store?.size_in_bytes].join(' ');

/** Indices come and go; what is gone is forgotten. */
function forgetOthers(known: Map<string, string>, wanted: ToCount): void {
  if (known.size <= wanted.names.length * 2 + 100) return;
  const alive = new Set(wanted.names.map(wanted.uuidOf));
  for (const uuid of known.keys()) if (!alive.has(uuid)) known.delete(uuid);
}

/** Null: the search is forbidden to this user, or no shard at all answered. */
async function search(
  cluster: Cluster,
  indices: string,
  hiddenIndices: boolean,
  signal?: AbortSignal,
): Promise<CountAnswer | null> {
  try {
    const answer = await cluster.request({
      method: 'POST',
      path: `/${indices}/_search`,
      query: {
        size: 0,
        expand_wildcards: hiddenIndices ? 'open,hidden' : 'open',
        ignore_unavailable: true,
        allow_no_indices: true,
        // A red index must not hide the counts of the others; its own count is unknown by the failure or its health.
        allow_partial_search_results: true,
        filter_path:
          'timed_out,_shards.failures.index,aggregations.indices.sum_other_doc_count,aggregations.indices.buckets.key,aggregations.indices.buckets.doc_count',
      },
      body: { track_total_hits: false, aggs: { indices: { terms: { field: '_index', size: 50_000 } } } },
      answer: countAnswer,
      idempotent: true,
      signal,
      size: 'list',
    });
    return answer.timed_out ? null : answer;
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

function counter(answer: CountAnswer | null): (name: string) => number | null {
  if (answer?.aggregations === undefined) return () => null;
  const counts = new Map(answer.aggregations.indices.buckets?.map((bucket) => [bucket.key, bucket.doc_count]));
  const failed = new Set(answer._shards?.failures?.map((failure) => failure.index));
  return (name) => (failed.has(name) || failed.has(undefined) ? null : (counts.get(name) ?? 0));
}
