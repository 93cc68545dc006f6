import { sendRequest, type Credentials } from '../../scripts/servers/send-request.ts';

export interface ReadDocument {
  id: string;
  routing: string | null;
  /** Up to 7; null from 8 on. */
  type: string | null;
  version: number;
  /** The source, character for character as in the server's response. */
  source: string;
}

/** Every document of an index, by `readDocuments`. For comparisons in tests; all documents are in memory. */
export async function readIndex(url: string, index: string, auth?: Credentials): Promise<Map<string, ReadDocument>> {
  const documents = new Map<string, ReadDocument>();
  for await (const document of readDocuments(url, index, auth)) {
    const { id, routing } = document;
    if (documents.has(id) && documents.get(id)?.routing === routing) throw new Error(`${index}: ${id} came twice.`);
    // The same id can exist on two shards with two routings; both are returned.
    documents.set(documents.has(id) ? `${id}\u0000${routing ?? ''}` : id, document);
  }
  return documents;
}

interface Page {
  _scroll_id: string;
  timed_out: boolean;
  _shards: { failed: number };
  hits: { hits: { _id: string; _routing?: string; _type?: string; _version: number; _source?: number }[] };
}

/**
 * The documents of an index in no particular order, read without the product's code: by a plain scroll, with the
 * sources cut out of the response's text. One page is in memory. Throws when a page is not complete.
 */
export async function* readDocuments(url: string, index: string, auth?: Credentials): AsyncGenerator<ReadDocument> {
  const post = async (path: string, body?: unknown) => {
    const response = await sendRequest(`${url}${path}`, {
      method: 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: 120_000,
      ...(auth ? { auth } : {}),
    });
    if (response.status !== 200) throw new Error(`${path}: ${String(response.status)} ${response.text.slice(0, 500)}`);
    return response.text;
  };
  await post(`/${encodeURIComponent(index)}/_refresh`);
  const first = { size: 500, version: true, sort: ['_doc'], _source: true };
  let text = await post(`/${encodeURIComponent(index)}/_search?scroll=5m`, first);
  for (;;) {
    const { outline, sources } = extractSources(text);
    const page = JSON.parse(outline) as Page;
    if (page.timed_out || page._shards.failed > 0)
      throw new Error(`The reading of ${index} is not whole: ${outline.slice(0, 500)}`);
    if (page.hits.hits.length === 0) {
      await sendRequest(`${url}/_search/scroll`, {
        method: 'DELETE',
        body: JSON.stringify({ scroll_id: [page._scroll_id] }),
        ...(auth ? { auth } : {}),
      });
      return;
    }
    for (const hit of page.hits.hits) yield documentOf(hit, sources, index);
    text = await post('/_search/scroll', { scroll: '5m', scroll_id: page._scroll_id });
  }
}

function documentOf(hit: Page['hits']['hits'][number], sources: readonly string[], index: string): ReadDocument {
  const source = hit._source === undefined ? undefined : sources[hit._source];
  if (source === undefined) throw new Error(`${index}: ${hit._id} came without its source.`);
  return {
    id: hit._id,
    routing: hit._routing ?? null,
    type: hit._type && hit._type !== '_doc' ? hit._type : null,
    version: hit._version,
    source,
  };
}

/** The source of one document, exactly as it is stored. Not on 6.8. */
export async function readSource(url: string, index: string, id: string, routing?: string): Promise<string> {
  const query = routing === undefined ? '' : `?routing=${encodeURIComponent(routing)}`;
  const response = await sendRequest(`${url}/${encodeURIComponent(index)}/_source/${encodeURIComponent(id)}${query}`, {
    timeoutMs: 60_000,
  });
  if (response.status !== 200)
    throw new Error(`${index}/${id}: ${String(response.status)} ${response.text.slice(0, 500)}`);
  return response.text;
}

/** The nesting depth of hits.hits[n]._source. */
const SOURCE_DEPTH = 4;

/** Replaces every hit's source by its number. Returns the remaining text and the texts of the sources. */
export function extractSources(text: string): { outline: string; sources: string[] } {
  const sources: string[] = [];
  let outline = '';
  let copiedUpTo = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (character === '{' || character === '[') depth++;
    else if (character === '}' || character === ']') depth--;
    else if (character === '"') {
      const end = endOfString(text, at);
      if (depth === SOURCE_DEPTH && text.slice(at, end) === '"_source"' && /^\s*:/.test(text.slice(end, end + 20))) {
        const start = text.indexOf('{', end);
        const stop = endOfObject(text, start);
        outline += `${text.slice(copiedUpTo, start)}${String(sources.length)}`;
        sources.push(text.slice(start, stop));
        copiedUpTo = stop;
        at = stop - 1;
      } else at = end - 1;
    }
  }
  return { outline: outline + text.slice(copiedUpTo), sources };
}

function endOfString(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
    else if (at >= text.length) throw new Error('A string without an end.');
  }
}

function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') at = endOfString(text, at) - 1;
    else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  throw new Error('An object without an end.');
}
