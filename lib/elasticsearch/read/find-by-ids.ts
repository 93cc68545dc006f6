import { randomUUID } from 'node:crypto';
import { LOOK_UP_LIMIT_S } from '../../contract/looked-up.ts';
import { capabilitiesOf } from '../capabilities.ts';
import type { Cluster } from '../client/cluster.ts';
import { MAX_SEARCH_BYTES, search } from './search-documents.ts';
import type { SearchHit, SearchResponse } from './search-response.ts';

/** A document of an id. */
interface FoundById<T> extends Pick<SearchHit, 'id' | 'routing' | 'type'> {
  /** The query finds it. */
  matched: boolean;
  /** What was kept of its source; null: it is too large to read beside the others, or the index keeps no sources. */
  content: T | null;
}

/** What an index has of some ids. */
export interface FoundByIds<T> {
  /** Every document of these ids, whatever its routing. */
  hits: FoundById<T>[];
  /** Why some may be missing: a shard, the time limit; null: these are all. */
  incomplete: string | null;
}

const MOST_BY_IDS = 100;
/** Of the sources that are read for one answer, one part after the other. */
const MAX_SOURCE_BYTES = 8 * MAX_SEARCH_BYTES;

/**
 * The documents of these ids as of the last refresh, and whether a query finds them. The query runs once; the sources are read
 * by the ids alone. `keep`: what is needed of a source, whose bytes are not kept.
 */
export async function findByIds<T>(
  cluster: Cluster,
  name: string,
  ids: readonly string[],
  { clause, keep, signal }: { clause: object; keep: (source: Buffer) => T; signal: AbortSignal },
): Promise<FoundByIds<T>> {
  if (ids.length === 0) return { hits: [], incomplete: null };
  // A clause may name its own parts, in any way.
  const isFound = `look-up-${randomUUID()}`;
  const query = {
    bool: {
      filter: [{ ids: { values: ids } }],
      should: [{ bool: { must: [clause], _name: isFound } }],
      minimum_should_match: 0,
    },
  };
  const found = await search(cluster, name, { size: MOST_BY_IDS, query, _source: false }, signal);
  if (found === null) return { hits: [], incomplete: 'the answer is too large' };
  const contents = await readContents(cluster, name, [...new Set(found.hits.map(({ id }) => id))], { keep, signal });
  return {
    hits: found.hits.map((hit) => ({
      id: hit.id,
      routing: hit.routing,
      type: hit.type,
      matched: hit.matched.includes(isFound),
      content: contents.of.get(keyOf(hit)) ?? null,
    })),
    incomplete: incompleteBecause(found) ?? contents.incomplete,
  };
}

const keyOf = ({ id, routing, type }: Pick<SearchHit, 'id' | 'routing' | 'type'>): string =>
  JSON.stringify([id, routing, type]);

/** Of all ids at once; where that is too large, of one after the other up to the limit. */
async function readContents<T>(
  cluster: Cluster,
  name: string,
  ids: readonly string[],
  { keep, signal }: { keep: (source: Buffer) => T; signal: AbortSignal },
): Promise<{ of: Map<string, T>; incomplete: string | null }> {
  const { vectorsOutsideSource } = capabilitiesOf(await cluster.identity(signal));
  const _source = vectorsOutsideSource ? { exclude_vectors: false } : true;
  const of = new Map<string, T>();
  let incomplete: string | null = null;
  let bytes = 0;
  const read = async (some: readonly string[]): Promise<boolean> => {
    const body = { size: MOST_BY_IDS, query: { ids: { values: some } }, _source };
    const found = await search(cluster, name, body, signal);
    if (found === null) {
      bytes += MAX_SEARCH_BYTES;
      return false;
    }
    incomplete ??= incompleteBecause(found);
    for (const hit of found.hits) {
      if (hit.source === null) continue;
      bytes += hit.source.length;
      of.set(keyOf(hit), keep(hit.source));
    }
    return true;
  };
  if (ids.length === 0 || (await read(ids)) || ids.length === 1) return { of, incomplete };
  for (const id of ids) {
    if (bytes > MAX_SOURCE_BYTES - MAX_SEARCH_BYTES) break;
    await read([id]);
  }
  return { of, incomplete };
}

function incompleteBecause({ timedOut, shards, hits }: SearchResponse): string | null {
  if (timedOut) return `the search was stopped after ${LOOK_UP_LIMIT_S} s`;
  if (shards.failed > 0) return `${shards.failed} of ${shards.total} shards did not answer`;
  return hits.length >= MOST_BY_IDS ? 'too many documents have these ids' : null;
}
