import { LOOK_UP_LIMIT_S } from '../../contract/looked-up.ts';
import { AppError, isAppError } from '../../errors.ts';
import { encodeIndexName } from '../admin/index-name.ts';
import type { Cluster, ClusterRequest } from '../client/cluster.ts';
import { clip } from '../client/response-limits.ts';
import { notJson, responseError } from '../client/response-error.ts';
import { readUpTo } from './read-up-to.ts';
import { readSearchResponse, type SearchResponse } from './search-response.ts';

/** A query that a person typed. */
export type AskedQuery =
  | { kind: 'words'; words: string }
  | { kind: 'id'; id: string }
  /** A clause of the query language, with its numbers as they were written (parseExact). */
  | { kind: 'json'; clause: object };

export interface SearchOptions {
  signal: AbortSignal;
  /** Fields of the source that are returned with each document. */
  fields: readonly string[];
  size: number;
}

/** A little above the limit of the search: for a cluster that does not keep to it. */
const TIMEOUT_MS = 7_000;
const MIB = 1024 ** 2;
/** Of one answer, which is held in memory. */
export const MAX_SEARCH_BYTES = 4 * MIB;

/**
 * The first documents of a query. `leadingWildcard`: words may begin with `*` or `?`. `name`: an index, or an alias, whose
 * filter and routing then apply. Throws `invalid_input` where the server refuses the query.
 */
export async function searchDocuments(
  cluster: Cluster,
  name: string,
  clause: object,
  { signal, fields, size }: SearchOptions,
): Promise<SearchResponse> {
  const body = { size, query: clause, _source: fields };
  const found = await search(cluster, name, body, signal);
  if (found !== null) return found;
  const without = await search(cluster, name, { ...body, _source: false }, signal);
  if (without !== null) return without;
  throw new AppError('cluster_error', `The answer of ${name} has more than ${MAX_SEARCH_BYTES / MIB} MB.`);
}

/** What the server is asked: in the fields of `index.query.default_field`, text in a number field matches nothing. */
export function clauseOf(query: AskedQuery, { leadingWildcard }: { leadingWildcard: boolean }): object {
  if (query.kind === 'json') return query.clause;
  if (query.kind === 'id') return { ids: { values: [query.id] } };
  return {
    query_string: {
      query: query.words,
      lenient: true,
      analyze_wildcard: false,
      allow_leading_wildcard: leadingWildcard,
    },
  };
}

/** One search, within the limits of a look-up. null: the answer has more than `MAX_SEARCH_BYTES`. */
export async function search(
  cluster: Cluster,
  name: string,
  body: object,
  signal: AbortSignal,
): Promise<SearchResponse | null> {
  const request = {
    method: 'POST',
    path: `/${encodeIndexName(name)}/_search`,
    // A search of the same copies each time gives the same scores.
    query: { allow_partial_search_results: true, preference: 'look-up' },
    body: { timeout: `${LOOK_UP_LIMIT_S}s`, track_total_hits: true, ...body },
    signal,
    timeoutMs: TIMEOUT_MS,
    responseSize: 'documents',
  } as const satisfies ClusterRequest;
  const response = await cluster.requestBytes(request);
  const bytes = await readUpTo(response.body, response.status === 200 ? MAX_SEARCH_BYTES : Infinity);
  if (bytes === null) return null;
  if (response.status !== 200) throw describeRefusal(responseError(response.status, bytes.toString('utf8'), request));
  try {
    return readSearchResponse(bytes);
  } catch (cause) {
    throw cause instanceof SyntaxError ? notJson(request, response.status, cause) : cause;
  }
}

const TOO_MANY = /maxClauseCount|too[ _]?many[ _]?(?:nested[ _]?)?clauses|field expansion/i;

/** A refused query in plain words, with the server’s reason. */
function describeRefusal(error: AppError): AppError {
  const type = String(error.details['type'] ?? '');
  const reason = clip(String(error.details['reason'] ?? error.message).replace(/\s+/g, ' '), 300);
  if (TOO_MANY.test(reason) || TOO_MANY.test(type))
    return new AppError('invalid_input', `The query becomes too many clauses for the cluster: ${reason}`, {
      cause: error,
      hint: 'Name the field (title:harbour), or use fewer or longer words.',
    });
  if (error.details['status'] !== 400 || !isAppError(error)) return error;
  return new AppError('invalid_input', `The cluster does not accept the query: ${reason}`, {
    cause: error,
    hint: 'Put text with special characters in quotes, or a backslash before each of them: + - ! ( ) { } [ ] ^ " ~ * ? : \\ /',
  });
}
