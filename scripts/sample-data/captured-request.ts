import type { SeedDocument } from '../servers/seed-index.ts';

/** A request to the search app, as GoReplay captures it on one of the app's servers. */
export interface SampleRequest {
  /** Milliseconds since 1970. */
  at: number;
  server: string;
  method: 'GET' | 'POST' | 'DELETE';
  target: string;
  /** Of the body. */
  type?: string;
  body?: string;
}

/** What is sent, without when and where. */
export type SampleMessage = Omit<SampleRequest, 'at' | 'server'>;

const JSON_TYPE = 'application/json';

/** The body is built as text: the document's 64-bit hash would be rounded. */
export const postDocument = (index: string, { id, source }: SeedDocument): SampleMessage => ({
  method: 'POST',
  target: `/${index}/documents`,
  type: JSON_TYPE,
  body: `{"_id":${JSON.stringify(id)},"_type":"edition",${String(source).slice(1)}`,
});

export const amendDocument = (index: string, id: string, fields: Record<string, string>): SampleMessage => ({
  method: 'POST',
  target: `/${index}/documents/${encodeURIComponent(id)}`,
  type: 'application/x-www-form-urlencoded',
  body: new URLSearchParams(fields).toString(),
});

export const deleteDocument = (index: string, id: string): SampleMessage => ({
  method: 'DELETE',
  target: `/${index}/documents/${encodeURIComponent(id)}`,
  type: JSON_TYPE,
  body: '{"_type":"edition"}',
});

export const commit = (index: string): SampleMessage => ({ method: 'POST', target: `/${index}/commit`, body: '' });

export const search = (words: string): SampleMessage => ({
  method: 'GET',
  target: `/search.json?${new URLSearchParams({ q: words, count: '20' }).toString()}`,
});

/** A search that is sent with a body. */
export const searchByPost = (index: string, words: string): SampleMessage => ({
  method: 'POST',
  target: `/${index}/_search`,
  type: JSON_TYPE,
  body: JSON.stringify({ query: { match: { title: words } } }),
});
