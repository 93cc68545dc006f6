import type { DatabaseSync } from 'node:sqlite';
import { requestTarget } from '../requests/request-target.ts';
import { keysIn } from './key-of.ts';

/** A request that is to be sent. */
export interface PlannedSend {
  /** Identifies it in these captures. */
  number: number;
  /** Nanoseconds since 1970, as digits. */
  at: string;
  file: number;
  place: number;
  part: number;
  id: string;
  method: string;
  /** As captured, without the query. */
  path: string;
  spool: number;
  length: number;
  /** null: it waits for all others, and they for it. */
  keys: readonly string[] | null;
  repeatable: boolean;
  isBulk: boolean;
  external: boolean;
  isQuery: boolean;
  /** Makes documents searchable, and changes none. */
  isRefresh: boolean;
  /** The status of its answer then; null: not recorded. */
  answer: number | null;
  /** Items of a bulk that were refused then. */
  refusedItems: readonly number[];
  /** One of them was refused for another reason than the document's own state (404, 409). */
  wasForbidden: boolean;
}

/** By the pattern of a request. */
export const isRefresh = (pattern: string): boolean => /\/(_refresh|commit)$/.test(pattern);

/** The requests that `decide` sends, by time; at the same time by file and place. */
export function* requestsInOrder(database: DatabaseSync): Generator<PlannedSend> {
  const statement = database.prepare(
    `SELECT number, CAST(at AS TEXT) AS time, file, place, part, id, method, target, spool, length, everything, keys, repeatable, bulk, external, deletes_many, pattern,
       answer, refused_items
     FROM request JOIN temp.decided ON decided.request = request.number
     WHERE decision = 'send' ORDER BY request.at, file, place, part`,
  );
  for (const row of statement.iterate()) {
    const { answer, refused_items: refused } = row;
    const refusedItems = refused === null ? [] : (JSON.parse(String(refused)) as [number, number][]);
    yield {
      number: Number(row['number']),
      at: String(row['time']),
      file: Number(row['file']),
      place: Number(row['place']),
      part: Number(row['part']),
      id: String(row['id']),
      method: String(row['method']),
      path: requestTarget(String(row['target'])).path,
      spool: Number(row['spool']),
      length: Number(row['length']),
      keys: row['everything'] === 1 ? null : keysIn(row['keys'] as Uint8Array),
      repeatable: row['repeatable'] === 1,
      isBulk: row['bulk'] === 1,
      external: row['external'] === 1,
      isQuery: row['deletes_many'] === 1 || String(row['pattern']).endsWith('_query'),
      isRefresh: isRefresh(String(row['pattern'])),
      answer: answer === null ? null : Number(answer),
      refusedItems: refusedItems.map(([number]) => number),
      wasForbidden: refusedItems.some(([, status]) => status !== 404 && status !== 409),
    };
  }
}
