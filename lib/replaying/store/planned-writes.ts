import type { DatabaseSync } from 'node:sqlite';
import type { PreparedFile } from './prepared-captures.ts';

/** Requests of one form to one index. */
export interface WriteGroup {
  pattern: string;
  /** As the requests name it; several with a comma; empty: none. */
  index: string;
  requests: number;
  documents: number;
  deletes: number;
}

const MOST_GROUPS = 60;

export function writeGroups(database: DatabaseSync): WriteGroup[] {
  return database
    .prepare(
      `SELECT pattern, indices, count(*) AS requests, sum(documents) AS documents, sum(deletes) AS deletes
       FROM request JOIN temp.decided ON decided.request = request.number
       WHERE decision = 'send' GROUP BY pattern, indices ORDER BY requests DESC, pattern, indices LIMIT ${MOST_GROUPS}`,
    )
    .all()
    .map((row) => ({
      pattern: String(row['pattern']),
      index: (JSON.parse(String(row['indices'])) as string[]).join(','),
      requests: Number(row['requests']),
      documents: Number(row['documents']),
      deletes: Number(row['deletes']),
    }));
}

/** Different documents that are written. */
export const countDocuments = (database: DatabaseSync): number => {
  const row = database
    .prepare(
      `SELECT count(DISTINCT key) AS documents FROM touched JOIN temp.decided ON decided.request = touched.request WHERE decision = 'send'`,
    )
    .get();
  return Number(row?.['documents'] ?? 0);
};

/** Writes of one document by different servers within a second: their order is that of the servers' clocks. */
export function countCloseWrites(database: DatabaseSync, files: readonly PreparedFile[]): number {
  const servers = [...new Set(files.map(({ server }) => server))];
  if (servers.length < 2) return 0;
  database.function('server_of', { deterministic: true }, (file) => servers.indexOf(files[Number(file)]!.server));
  const row = database
    .prepare(
      `SELECT count(*) AS close FROM (
         SELECT at - lag(at) OVER by_document AS since, server_of(file) AS server, lag(server_of(file)) OVER by_document AS earlier
         FROM touched JOIN temp.decided ON decided.request = touched.request JOIN request ON request.number = touched.request
         WHERE decision = 'send' WINDOW by_document AS (PARTITION BY key ORDER BY at))
       WHERE since <= 1000000000 AND server <> earlier`,
    )
    .get();
  return Number(row?.['close'] ?? 0);
}

/** A place in a file whose record is not whole. */
export interface BrokenRecord {
  file: number;
  offset: number;
  kind: 'cut' | 'malformed';
  why: string;
}

export const brokenRecords = (database: DatabaseSync, most: number): BrokenRecord[] =>
  database
    .prepare('SELECT kind, file, place, why FROM not_whole ORDER BY file, place LIMIT ?')
    .all(most)
    .map((row) => ({
      file: Number(row['file']),
      offset: Number(row['place']),
      kind: row['kind'] === 'cut' ? 'cut' : 'malformed',
      why: String(row['why']),
    }));

/** Requests that are not sent although they would change something, by method and first operation in their path. */
export function excludedRequests(
  database: DatabaseSync,
  decision: 'administration' | 'refused' | 'oldIndex',
  most: number,
): { method: string; path: string; answer: number | null; requests: number }[] {
  return database
    .prepare(
      `SELECT method, CASE WHEN instr(target, '?') > 0 THEN substr(target, 1, instr(target, '?') - 1) ELSE target END AS path,
         answer, count(*) AS requests
       FROM request JOIN temp.decided ON decided.request = request.number
       WHERE decision = ? GROUP BY 1, 2, 3 ORDER BY requests DESC, path LIMIT ?`,
    )
    .all(decision, most)
    .map((row) => ({
      method: String(row['method']),
      path: String(row['path']),
      answer: row['answer'] === null ? null : Number(row['answer']),
      requests: Number(row['requests']),
    }));
}
