import { parseExact } from '../../lib/json/exact.ts';
import type { DocumentStore, Fields } from './document-store.ts';

/** Keeps documents as they were posted, in memory; writes apply at once. */
export class MemoryStore implements DocumentStore {
  /** The JSON text of each document, by index and id. */
  readonly texts = new Map<string, Map<string, string>>();

  /** The documents of an index as objects, by id; {} for an index that was never written. */
  documents(index: string): Record<string, unknown> {
    return Object.fromEntries([...this.#index(index)].map(([id, text]) => [id, JSON.parse(text) as unknown]));
  }

  replace(index: string, id: string, json: string): Promise<void> {
    this.#index(index).set(id, json);
    return Promise.resolve();
  }

  amend(index: string, id: string, fields: Fields): Promise<void> {
    const text = this.#index(index).get(id);
    if (text !== undefined)
      this.#index(index).set(id, JSON.stringify({ ...(parseExact(text) as Record<string, unknown>), ...fields }));
    return Promise.resolve();
  }

  remove(index: string, id: string): Promise<void> {
    this.#index(index).delete(id);
    return Promise.resolve();
  }

  refresh(): Promise<void> {
    return Promise.resolve();
  }

  #index(name: string): Map<string, string> {
    let index = this.texts.get(name);
    if (!index) this.texts.set(name, (index = new Map()));
    return index;
  }
}
