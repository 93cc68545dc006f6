import { isJsonObject } from '../../target/deep-merge.ts';
import { parseObject } from './bulk-items.ts';
import { write, writeOne, type WriteMeaning } from './meaning.ts';
import { decodeOnce, type RequestTarget } from './request-target.ts';

const DOCUMENTS = /^\/([^/_][^/]*)\/documents(?:\/(.*))?$/s;
const COMMIT = /^\/([^/_][^/]*)\/commit$/;
const METASEARCH = /^\/v2\/(metasearch)\/documents(?:\/(.*))?$/s;

/**
 * A write to a search app that takes documents at `/{index}/documents`, as GOV.UK's of 2018 does: a document or a list
 * with `_id` or `link`, an amendment as a form, a deletion. null: none of them. `body` null: it can't be read.
 */
export function searchAppRequest(method: string, target: RequestTarget, body: Buffer | null): WriteMeaning | null {
  const commit = COMMIT.exec(target.path);
  if (commit && method === 'POST') return write('POST /{index}/commit', { indices: [decodeOnce(commit[1]!)] });
  const metasearch = METASEARCH.exec(target.path);
  const found = metasearch ?? DOCUMENTS.exec(target.path);
  if (found === null) return null;
  const place = metasearch ? '/v2/metasearch/documents' : '/{index}/documents';
  const indices = [decodeOnce(found[1]!)];
  const id = found[2];
  if (id !== undefined && id !== '') return writeOne(`${method} ${place}/{id}`, decodeOnce(id), { indices });
  if (method === 'DELETE') return deletion(target, place, indices);
  const documents = body === null ? null : documentsIn(body);
  if (documents === null) return write(`${method} ${place}`, { indices });
  // Without an id the app makes one, or refuses the document.
  return write(`${method} ${place}`, {
    indices,
    order: { ids: documents.flat() },
    repeatable: documents.every((ids) => ids.length > 0),
    documents: documents.length,
  });
}

function deletion({ query }: RequestTarget, place: string, indices: readonly string[]): WriteMeaning {
  const link = query.get('link');
  return link === null
    ? write(`DELETE ${place}`, { indices, deletesMany: true })
    : writeOne(`DELETE ${place}?link=`, link, { indices });
}

/** The ids of each document, `_id` and `link`; null: the body is no document and no list of them. */
function documentsIn(body: Buffer): string[][] | null {
  const text = body.toString('utf8');
  const one = parseObject(text);
  if (one !== null) return [idsOf(one)];
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every(isJsonObject) ? list.map(idsOf) : null;
  } catch {
    return null;
  }
}

const idsOf = (document: Record<string, unknown>): string[] => [
  ...new Set(
    [document['_id'], document['link']].filter((id) => typeof id === 'string' || typeof id === 'number').map(String),
  ),
];
