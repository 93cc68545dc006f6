import { withoutMembers } from './posted-documents.ts';
import type { DocumentStore, Fields } from './document-store.ts';

/**
 * Writes to the alias that has the name of the index. A missing alias is an error: nothing creates an index. The text of a document is
 * passed through, because its 64-bit numbers would be rounded; only `_id` and `_type` are taken out.
 */
export class ElasticsearchStore implements DocumentStore {
  readonly #url: string;

  /** The address of a server without security. */
  constructor(url: string) {
    this.#url = url;
  }

  async replace(index: string, id: string, json: string): Promise<void> {
    const source = withoutMembers(Buffer.from(json), ['_id', '_type']);
    await this.#send('PUT', `${documentPath(index, '_doc', id)}?require_alias=true`, source);
  }

  async amend(index: string, id: string, fields: Fields): Promise<void> {
    const path = `${documentPath(index, '_update', id)}?require_alias=true&retry_on_conflict=3`;
    await this.#send('POST', path, JSON.stringify({ doc: fields }), 'document_missing_exception');
  }

  async remove(index: string, id: string): Promise<void> {
    await this.#send('DELETE', documentPath(index, '_doc', id), undefined, 'not_found');
  }

  async refresh(index: string): Promise<void> {
    await this.#send('POST', `/${encodeURIComponent(index)}/_refresh`);
  }

  /** `missing`: the type of the error, or the result, of a 404 that is fine. */
  async #send(method: string, path: string, body?: string, missing?: string): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.#url}${path}`, { method, headers, ...(body === undefined ? {} : { body }) });
    const text = await answer.text();
    if (answer.ok || (answer.status === 404 && missing !== undefined && reasonOf(text) === missing)) return;
    throw new Error(`${method} ${path}: ${String(answer.status)} ${text.slice(0, 300)}`);
  }
}

const documentPath = (index: string, action: '_doc' | '_update', id: string): string =>
  `/${encodeURIComponent(index)}/${action}/${encodeURIComponent(id)}`;

function reasonOf(text: string): string | undefined {
  const answer = JSON.parse(text) as { result?: string; error?: { type?: string } };
  return answer.result ?? answer.error?.type;
}
