import { AppError, isAppError } from '../../errors.ts';
import type { Cluster } from '../client/cluster.ts';
import { flag, listOf, object, optional, text } from '../client/shape.ts';
import type { DocumentKey } from './get-documents.ts';

/** A query as JSON, with its numbers as they were written (parseExact). */
export type Query = object;

const hitsShape = object({
  timed_out: flag,
  hits: object({ hits: listOf(object({ _id: text, _routing: optional(text) })) }),
});

/**
 * Those of the documents that a query finds, by id and routing. Finds what a search finds: what was written after the last
 * refresh is not found. Throws `invalid_input` where the server refuses the query.
 */
export async function matchDocuments(
  cluster: Cluster,
  index: string,
  query: Query,
  documents: readonly DocumentKey[],
  signal: AbortSignal,
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(documents.map(({ id }) => id))];
  if (ids.length === 0) return new Set();
  // One id may be there several times, by different routings.
  const size = Math.min(MAX_HITS, Math.max(LEAST_HITS, ids.length * 2));
  const body = { size, query: { bool: { filter: [query, { ids: { values: ids } }] } } };
  const hits = await search(cluster, index, body, signal).catch((error: unknown) => {
    // The index may have a smaller max_result_window; a query that is wrong is refused at any size.
    if (size > LEAST_HITS && isAppError(error) && error.code === 'invalid_input') return null;
    throw error;
  });
  if (hits !== null && (hits.length < size || ids.length === 1))
    return new Set(hits.map(({ _id, _routing }) => keyOf({ id: _id, routing: _routing ?? null })));
  const half = documents.length >> 1;
  return new Set([
    ...(await matchDocuments(cluster, index, query, documents.slice(0, half), signal)),
    ...(await matchDocuments(cluster, index, query, documents.slice(half), signal)),
  ]);
}

/** Throws `invalid_input` where the server refuses the query. */
export async function checkQuery(cluster: Cluster, index: string, query: Query, signal: AbortSignal): Promise<void> {
  await search(cluster, index, { size: 0, query: { bool: { filter: [query] } } }, signal);
}

/** One text for a document's id and routing, which identify it in an index. */
export const keyOf = ({ id, routing }: DocumentKey): string => JSON.stringify([id, routing]);

const MAX_HITS = 10_000;
const LEAST_HITS = 100;

async function search(cluster: Cluster, index: string, body: object, signal: AbortSignal) {
  try {
    const { hits, timed_out: timedOut } = await cluster.request({
      method: 'POST',
      path: `/${encodeURIComponent(index)}/_search`,
      query: { allow_partial_search_results: false },
      body: { ...body, _source: false, sort: ['_doc'] },
      shape: hitsShape,
      idempotent: true,
      signal,
      timeoutMs: 60_000,
      responseSize: 'list',
    });
    if (timedOut) throw new AppError('timed_out', 'The cluster stopped a search before it was complete (timed_out).');
    return hits.hits;
  } catch (error) {
    if (!isAppError(error) || error.details['status'] !== 400) throw error;
    throw new AppError('invalid_input', `The cluster does not accept the query: ${reasonOf(error)}`, {
      cause: error,
      hint: 'Nothing was written. Correct the query, or leave it out.',
      details: { fields: { query: reasonOf(error) } },
    });
  }
}

const reasonOf = (error: AppError): string => String(error.details['reason'] ?? error.message);
