import { ask, type Credentials } from '../../scripts/servers/answers.ts';

export interface ReadDocument {
  id: string;
  routing: string | null;
  /** Only up to 7; null from 8. */
  type: string | null;
  version: number;
  /** The source as the server's answer has it, character for character. */
  source: string;
}

/** Everything in an index, by `readDocuments`. For comparisons in tests; keeps it all in memory. */
export async function readIndex(url: string, index: string, auth?: Credentials): Promise<Map<string, ReadDocument>> {
  const documents = new Map<string, ReadDocument>();
  for await (const document of readDocuments(url, index, auth)) {
    const { id, routing } = document;
    if (documents.has(id) && documents.get(id)?.routing === routing) throw new Error(`${index}: ${id} came twice.`);
    // The same id may live on two shards under two routings; both are kept.
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
 * The documents of an index in no particular order, read in a way that shares no code with the product: a plain scroll,
 * and sources cut out of the answer's text. Keeps one page in memory. Throws when a page is not whole.
 */
export async function* readDocuments(url: string, index: string, auth?: Credentials): AsyncGenerator<ReadDocument> {
  const post = async (path: string, body?: unknown) => {
    const answer = await ask(`${url}${path}`, {
      method: 'POST',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      timeoutMs: 120_000,
      ...(auth ? { auth } : {}),
    });
    if (answer.status !== 200) throw new Error(`${path}: ${String(answer.status)} ${answer.text.slice(0, 500)}`);
    return answer.text;
  };
  await post(`/${encodeURIComponent(index)}/_refresh`);
  const first = { size: 500, version: true, sort: ['_doc'], _source: true };
  let text = await post(`/${encodeURIComponent(index)}/_search?scroll=5m`, first);
  for (;;) {
    const { outline, sources } = cutSources(text);
    const page = JSON.parse(outline) as Page;
    if (page.timed_out || page._shards.failed > 0)
      throw new Error(`The reading of ${index} is not whole: ${outline.slice(0, 500)}`);
    if (page.hits.hits.length === 0) {
      await ask(`${url}/_search/scroll`, {
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

/** One document's source from its own address: the bytes as they were stored. Not on 6.8. */
export async function readSource(url: string, index: string, id: string, routing?: string): Promise<string> {
  const query = routing === undefined ? '' : `?routing=${encodeURIComponent(routing)}`;
  const answer = await ask(`${url}/${encodeURIComponent(index)}/_source/${encodeURIComponent(id)}${query}`, {
    timeoutMs: 60_000,
  });
  if (answer.status !== 200) throw new Error(`${index}/${id}: ${String(answer.status)} ${answer.text.slice(0, 500)}`);
  return answer.text;
}

/** hits.hits[n]._source: the brackets a hit's source stands inside. */
const SOURCE_DEPTH = 4;

/** The answer with every hit's source replaced by its number, and the sources' own text. */
export function cutSources(text: string): { outline: string; sources: string[] } {
  const sources: string[] = [];
  let outline = '';
  let kept = 0;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (sign === '{' || sign === '[') depth++;
    else if (sign === '}' || sign === ']') depth--;
    else if (sign === '"') {
      const end = endOfString(text, at);
      if (depth === SOURCE_DEPTH && text.slice(at, end) === '"_source"' && /^\s*:/.test(text.slice(end, end + 20))) {
        const start = text.indexOf('{', end);
        const stop = endOfObject(text, start);
        outline += `${text.slice(kept, start)}${String(sources.length)}`;
        sources.push(text.slice(start, stop));
        kept = stop;
        at = stop - 1;
      } else at = end - 1;
    }
  }
  return { outline: outline + text.slice(kept), sources };
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
    const sign = text[at];
    if (sign === '"') at = endOfString(text, at) - 1;
    else if (sign === '{' || sign === '[') depth++;
    else if ((sign === '}' || sign === ']') && --depth === 0) return at + 1;
  }
  throw new Error('An object without an end.');
}
