import { bulkItems, hasScript, isExternal, type BulkItem } from './bulk-items.ts';
import { write, writeOne, type Meaning, type WriteMeaning } from './meaning.ts';
import { decodeOnce, type RequestTarget } from './request-target.ts';

/** Requests that only read, whatever their method. */
const READS = new Set(
  (
    '_search _msearch _count _mget _validate _search_shards _field_caps _field_stats _termvectors _termvector ' +
    '_mtermvectors _explain _analyze _pit _async_search _sql _eql _esql _query _rank_eval _render _suggest _percolate ' +
    '_mpercolate _terms_enum _graph _knn_search _source _cat _warmer _mvt'
  ).split(' '),
);

const OTHER_OPERATIONS = new Set([
  '_bulk',
  '_mapping',
  '_mappings',
  '_delete_by_query',
  '_update_by_query',
  '_refresh',
]);
const isOperation = (segment: string): boolean => READS.has(segment) || OTHER_OPERATIONS.has(segment);

interface Parts {
  method: string;
  segments: string[];
  query: URLSearchParams;
  body: Buffer | null;
}

/** A request with an operation of Elasticsearch or OpenSearch in its path, such as `_bulk`. null: its path has none. */
export function clusterOperation(method: string, target: RequestTarget, body: Buffer | null): Meaning | null {
  const segments = segmentsOf(target);
  // `/{index}/_doc/{id}`: the id may begin with an underscore, too.
  const at =
    segments?.findIndex((segment, number) => number < 3 && segment.startsWith('_') && segment !== '_all') ?? -1;
  if (segments === null || at === -1) return null;
  return namedOperation({ method, segments, query: target.query, body }, at);
}

/** A request for a document by index, type and id, or for a whole index. null: its path is none of these. */
export function clusterDocument(method: string, target: RequestTarget, body: Buffer | null): Meaning | null {
  const segments = segmentsOf(target);
  if (segments === null) return null;
  return segments.length === 1 ? wholeIndex(method) : typedDocument({ method, segments, query: target.query, body });
}

/** Decoded; null: there is none, or an empty one. */
function segmentsOf({ path }: RequestTarget): string[] | null {
  const segments = path.split('/').slice(1).map(decodeOnce);
  // As Elasticsearch, which ignores slashes at the end.
  while (segments.at(-1) === '') segments.pop();
  return segments.length === 0 || segments.includes('') ? null : segments;
}

/** Creating or deleting an index is administration; anything else at its path is not known. */
const wholeIndex = (method: string): Meaning | null =>
  method === 'DELETE' || method === 'PUT' ? { kind: 'administration' } : null;

function namedOperation(parts: Parts, at: number): Meaning {
  const { method, segments } = parts;
  const operation = segments[at]!;
  // Deletes by a query in version 1; in version 8 it is a search.
  const isOldDeletion = operation === '_query' && method === 'DELETE';
  if (READS.has(operation) && !isOldDeletion) return { kind: 'read' };
  const indices = at === 0 ? [] : indicesIn(segments[0]!);
  const place = at === 0 ? '' : at === 1 ? '/{index}' : '/{index}/{type}';
  switch (operation) {
    case '_bulk':
      return bulk(parts, `${method} ${place}/_bulk`, indices);
    case '_refresh':
      return write(`${method} ${place}/_refresh`, { indices });
    case '_query':
    case '_delete_by_query':
    case '_update_by_query':
      return byQuery(parts, `${method} ${place}/${operation}`, indices);
    case '_doc':
    case '_create':
    case '_update':
      // A type of version 6 may be called `_doc`: `/{index}/_doc/_bulk`.
      if (at === 1 && segments.length === 3 && isOperation(segments[2]!)) return namedOperation(parts, 2);
      if (at === 1) return document(parts, operation, indices);
  }
  return { kind: 'administration' };
}

/** A request that is sent again reaches the same documents, unless a script counts or the query finds what it wrote. */
function byQuery({ body }: Parts, pattern: string, indices: readonly string[]): WriteMeaning {
  const deletes = !pattern.endsWith('_update_by_query');
  return write(pattern, {
    indices,
    repeatable: deletes || (body !== null && !hasScript(body)),
    deletesMany: deletes,
  });
}

/** `/{index}/_doc/{id}`, `/_create/{id}`, `/_update/{id}`, and `/{index}/_doc/{id}/_update` of version 6. */
function document(parts: Parts, operation: string, indices: readonly string[]): Meaning {
  const { method, segments } = parts;
  const [, , id, last] = segments;
  if (id === undefined && method !== 'POST') return { kind: 'administration' };
  if (last !== undefined && READS.has(last)) return { kind: 'read' };
  const isUpdate = operation === '_update' || last === '_update';
  return oneDocument(parts, `${method} /{index}/${last ?? operation}/{id}`, id ?? null, isUpdate, indices);
}

/** `/{index}/{type}/{id}`, with an operation behind it. */
function typedDocument(parts: Parts): Meaning | null {
  const { method, segments } = parts;
  const [index, , id, last, ...more] = segments;
  if (more.length > 0 || (last !== undefined && !last.startsWith('_'))) return null;
  if (last !== undefined && READS.has(last)) return { kind: 'read' };
  if (last !== undefined && last !== '_update' && last !== '_create') return { kind: 'administration' };
  if (id === undefined && method !== 'POST') return { kind: 'administration' };
  const pattern = `${method} /{index}/{type}${id === undefined ? '' : '/{id}'}${last === undefined ? '' : `/${last}`}`;
  return oneDocument(parts, pattern, id ?? null, last === '_update', indicesIn(index!));
}

function oneDocument(
  { body, query }: Parts,
  pattern: string,
  id: string | null,
  isUpdate: boolean,
  indices: readonly string[],
): WriteMeaning {
  const scripted = isUpdate && (body === null || hasScript(body) || query.has('script'));
  return writeOne(pattern, id, {
    indices,
    repeatable: id !== null && !scripted,
    external: isExternal(query.get('version_type')),
    ...(isUpdate && body === null ? { order: 'everything' } : {}),
  });
}

function bulk({ body }: Parts, pattern: string, indices: readonly string[]): WriteMeaning {
  const items = body === null ? null : bulkItems(body);
  if (items === null) return write(pattern, { indices, repeatable: false, isBulk: true });
  return write(pattern, {
    indices: [...new Set(items.map(({ index }) => index ?? indices[0]).filter((name) => name !== undefined))],
    order: { ids: [...new Set(items.map(({ id }) => id).filter((id) => id !== null))] },
    repeatable: items.every(({ repeatable }) => repeatable),
    isBulk: true,
    documents: items.length,
    deletes: items.filter(({ action }: BulkItem) => action === 'delete').length,
    external: items.some(({ external }) => external),
  });
}

const indicesIn = (segment: string): string[] => segment.split(',').filter((name) => name !== '');
