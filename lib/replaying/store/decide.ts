import type { DatabaseSync } from 'node:sqlite';
import { decodeOnce } from '../requests/request-target.ts';

/** What becomes of each request, in this order of precedence. */
const DECISIONS = [
  'own',
  'before',
  'after',
  'reads',
  'administration',
  'filtered',
  'refused',
  'oldIndex',
  'send',
] as const;
export type Decision = (typeof DECISIONS)[number];

export interface Choice {
  /** Nanoseconds since 1970; a request of this time is sent. */
  from: bigint;
  /** null: to the end of the files. A request of this time is sent. */
  to: bigint | null;
  onlyPath: RegExp | null;
  skipPath: RegExp | null;
  /** Names of the indices that are replayed: a request that names none of them is filtered; null: all. */
  indices: ReadonlySet<string> | null;
  /** Whether a request that names this index must not be sent: it is the way back, or would be made again. */
  isOldIndex: (name: string) => boolean;
}

/** Decides about every request, in the temporary table `decided`, which a later call replaces. */
export function decide(database: DatabaseSync, choice: Choice): void {
  const { from, indices, isOldIndex, onlyPath, skipPath, to } = choice;
  const namesOf = memoised((text) => JSON.parse(text) as string[]);
  const isFiltered = (target: unknown, named: unknown): number => {
    const path = String(target);
    if (onlyPath !== null && !onlyPath.test(path)) return 1;
    if (skipPath !== null && skipPath.test(path)) return 1;
    const names = namesOf(String(named));
    return indices !== null && names.length > 0 && !names.some((name) => indices.has(decodeOnce(name))) ? 1 : 0;
  };
  const options = { deterministic: true };
  database.function('is_filtered', options, isFiltered);
  database.function('is_old', options, (named: unknown) => (namesOf(String(named)).some(isOldIndex) ? 1 : 0));
  database.exec(
    'DROP TABLE IF EXISTS temp.decided; CREATE TEMP TABLE decided (request INTEGER PRIMARY KEY, decision TEXT NOT NULL)',
  );
  database
    .prepare(
      `INSERT INTO temp.decided SELECT number, CASE
         WHEN own = 1 THEN 'own'
         WHEN at < :from THEN 'before'
         WHEN :to IS NOT NULL AND at > :to THEN 'after'
         WHEN class = 'read' THEN 'reads'
         WHEN class = 'administration' THEN 'administration'
         WHEN is_filtered(target, indices) = 1 THEN 'filtered'
         WHEN answer BETWEEN 400 AND 499 AND answer NOT IN (408, 429) THEN 'refused'
         WHEN is_old(indices) = 1 THEN 'oldIndex'
         ELSE 'send' END
       FROM request`,
    )
    .run({ from, to });
}

export function countDecisions(database: DatabaseSync): Record<Decision, number> {
  const rows = database.prepare('SELECT decision, count(*) AS many FROM temp.decided GROUP BY decision').all();
  const found = new Map(rows.map(({ decision, many }) => [String(decision), Number(many)]));
  return Object.fromEntries(DECISIONS.map((name) => [name, found.get(name) ?? 0])) as Record<Decision, number>;
}

/** Requests to send that were captured later than this (nanoseconds). */
export const countSentAfter = (database: DatabaseSync, at: bigint): number =>
  Number(
    database
      .prepare(
        `SELECT count(*) AS later FROM request JOIN temp.decided ON decided.request = request.number WHERE decision = 'send' AND at > ?`,
      )
      .get(at)?.['later'] ?? 0,
  );

/** The same few texts come again and again. */
function memoised<T>(make: (text: string) => T): (text: string) => T {
  const made = new Map<string, T>();
  return (text) => {
    const known = made.get(text);
    if (known !== undefined) return known;
    if (made.size > 1000) made.clear();
    const value = make(text);
    made.set(text, value);
    return value;
  };
}
