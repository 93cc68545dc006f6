import { gunzipSync } from 'node:zlib';
import type { DocumentStore, Fields } from './document-store.ts';
import type { JobQueue } from './job-queue.ts';
import { postedDocuments } from './posted-documents.ts';

export interface AppRequest {
  method: string;
  /** The raw target of the request line. */
  target: string;
  contentEncoding: string | undefined;
  body: Buffer;
}

export interface Answer {
  status: number;
  body: unknown;
}

interface App {
  store: DocumentStore;
  queue: JobQueue;
}

const QUEUED: Answer = { status: 202, body: { result: 'Queued' } };
const OK: Answer = { status: 200, body: { result: 'OK' } };
const NOT_FOUND: Answer = { status: 404, body: { result: 'Not found' } };
const refused = (status: number, result: string): Answer => ({ status, body: { result } });

/** Best bets: written by another address, at once. */
const METASEARCH = 'metasearch';
/** Written from a message queue, not by requests. */
const PUBLISHED_INDEX = 'govuk';

/** Answers as GOV.UK's search app of 2018, by method and target; never by Host. */
export async function answer(app: App, request: AppRequest): Promise<Answer> {
  const { path, query } = splitTarget(request.target);
  if (request.method === 'GET') return answerRead(app, path);
  if (path === '/documents' || path.startsWith('/documents/')) return NOT_FOUND;
  const metasearch = /^\/v2\/metasearch\/documents(?:\/(.+))?$/s.exec(path);
  if (metasearch) return answerMetasearch(app, request, metasearch[1]);
  const commit = /^\/([^/]+)\/commit$/.exec(path);
  if (commit && request.method === 'POST') {
    await app.store.refresh(decode(commit[1]!));
    return OK;
  }
  // The id may hold unescaped slashes, and begin with one.
  const documents = /^\/([^/]+)\/documents(?:\/(.+))?$/s.exec(path);
  if (!documents) return NOT_FOUND;
  const index = decode(documents[1]!);
  if (index === PUBLISHED_INDEX) return refused(403, 'This index is not written by requests.');
  const id = documents[2] === undefined ? null : decode(documents[2]);
  if (request.method === 'POST') return id === null ? replace(app, index, request) : amend(app, index, id, request);
  if (request.method === 'DELETE') return remove(app, index, id, query);
  return NOT_FOUND;
}

/** A target may also be a whole address; the app looks at its path alone. */
function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const own = target.replace(/^https?:\/\/[^/?]*/i, '');
  const mark = own.indexOf('?');
  const path = mark === -1 ? own : own.slice(0, mark);
  return { path, query: new URLSearchParams(mark === -1 ? '' : own.slice(mark + 1)) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function answerRead({ queue }: App, path: string): Answer {
  if (path === '/_status') return { status: 200, body: { queues: { bulk: queue.counts } } };
  if (path === '/search.json' || path === '/') return { status: 200, body: { results: [], total: 0 } };
  return NOT_FOUND;
}

async function answerMetasearch({ store }: App, request: AppRequest, id: string | undefined): Promise<Answer> {
  if (request.method === 'DELETE' && id !== undefined) await store.remove(METASEARCH, decode(id));
  else {
    const documents = request.method === 'POST' && id === undefined ? documentsOf(request) : null;
    if (documents === null) return refused(400, 'No document');
    for (const document of documents) await store.replace(METASEARCH, document.id, document.json);
  }
  return OK;
}

function replace({ store, queue }: App, index: string, request: AppRequest): Answer {
  const documents = documentsOf(request);
  if (documents === null) return refused(400, 'No document');
  for (const { id, json } of documents) queue.add(keyOf(index, id), () => store.replace(index, id, json));
  return QUEUED;
}

function amend({ store, queue }: App, index: string, id: string, request: AppRequest): Answer {
  const body = bodyOf(request);
  if (body === null) return refused(400, 'Unreadable body');
  const fields = fieldsOf(body.toString('utf8'));
  queue.add(keyOf(index, id), () => store.amend(index, id, fields));
  return QUEUED;
}

async function remove(app: App, index: string, id: string | null, query: URLSearchParams): Promise<Answer> {
  const { store, queue } = app;
  if (query.has('delete_all')) return refused(400, 'Documents can’t all be deleted at once.');
  if (id !== null) {
    queue.add(keyOf(index, id), () => store.remove(index, id));
    return QUEUED;
  }
  const link = query.get('link');
  if (!link) return refused(400, 'No document');
  await new Promise<void>((resolve, reject) => {
    queue.add(keyOf(index, link), () => store.remove(index, link).then(resolve, reject));
  });
  return OK;
}

const keyOf = (index: string, id: string): string => JSON.stringify([index, id]);

const documentsOf = (request: AppRequest) => {
  const body = bodyOf(request);
  return body && postedDocuments(body);
};

/** Null: it is not what its encoding says. */
function bodyOf({ contentEncoding, body }: AppRequest): Buffer | null {
  if (contentEncoding !== 'gzip') return body;
  try {
    return gunzipSync(body);
  } catch {
    return null;
  }
}

function fieldsOf(form: string): Fields {
  const parameters = new URLSearchParams(form);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) =>
      name.endsWith('[]') ? [name.slice(0, -2), parameters.getAll(name)] : [name, parameters.getAll(name).at(-1)!],
    ),
  );
}
