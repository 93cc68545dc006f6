import type { DatabaseSync } from 'node:sqlite';
import { formatNanoseconds, SECOND } from '../nanoseconds.ts';

/** Many deletions within a short time. Times in ISO 8601. */
interface DeletionBurst {
  from: string;
  to: string;
  /** Documents; null: by a query, how many is not known. */
  deletes: number | null;
  /** The last moment before it: what `to` of a replay without it is. */
  before: string;
}

/** Fewer deletions within a minute are never a burst. */
const LEAST = 20;
/** A burst has so many times the deletions of an ordinary minute. */
const TIMES = 10;
const WINDOW = 60n * SECOND;
const MOST_BURSTS = 20;
const LEAST_MINUTES = 60;

interface Deletion {
  at: bigint;
  deletes: number;
  many: boolean;
}

/**
 * The bursts of deletions among the requests that `decide` sends. Ordinary is the median of all minutes between first and last
 * write.
 */
export function deletionBursts(database: DatabaseSync): DeletionBurst[] {
  const needed = Math.max(LEAST, TIMES * medianPerMinute(database));
  const bursts: DeletionBurst[] = [];
  let window: Deletion[] = [];
  let sum = 0;
  let current: { first: bigint; last: bigint; deletes: number; many: boolean } | null = null;
  const end = () => {
    if (current !== null && bursts.length < MOST_BURSTS) bursts.push(burstOf(current));
    current = null;
  };
  for (const deletion of deletionsToSend(database)) {
    window.push(deletion);
    sum += weightOf(deletion, needed);
    while (deletion.at - window[0]!.at > WINDOW) sum -= weightOf(window.shift()!, needed);
    if (sum >= needed) {
      current ??= { first: window[0]!.at, last: deletion.at, deletes: sum - weightOf(deletion, needed), many: false };
      current.last = deletion.at;
      current.deletes += deletion.deletes;
      current.many ||= deletion.many;
    } else if (current !== null && deletion.at - current.last > WINDOW) {
      end();
      window = [deletion];
      sum = weightOf(deletion, needed);
    }
  }
  end();
  return bursts;
}

const weightOf = ({ deletes, many }: Deletion, needed: number): number => (many ? needed : deletes);

const burstOf = ({ deletes, first, last, many }: { first: bigint; last: bigint; deletes: number; many: boolean }) => ({
  from: formatNanoseconds(first),
  to: formatNanoseconds(last),
  deletes: many ? null : deletes,
  before: formatNanoseconds(first - 1n),
});

function* deletionsToSend(database: DatabaseSync): Generator<Deletion> {
  const statement = database.prepare(
    `SELECT at, deletes, deletes_many FROM request JOIN temp.decided ON decided.request = request.number
     WHERE decision = 'send' AND (deletes > 0 OR deletes_many = 1) ORDER BY at`,
  );
  statement.setReadBigInts(true);
  for (const { at, deletes, deletes_many: many } of statement.iterate())
    yield { at: at as bigint, deletes: Number(deletes), many: many === 1n };
}

function medianPerMinute(database: DatabaseSync): number {
  const minutes = database
    .prepare(
      `SELECT sum(deletes) AS deletes FROM request WHERE class = 'write' GROUP BY at / 60000000000 ORDER BY deletes DESC`,
    )
    .all();
  const { first, last } = database
    .prepare(`SELECT min(at) / 60000000000 AS first, max(at) / 60000000000 AS last FROM request WHERE class = 'write'`)
    .get() as { first: number | null; last: number | null };
  // The minutes without a write have no row, and no deletion. A capture of some minutes says nothing of an ordinary one.
  const all = Math.max(LEAST_MINUTES, first === null || last === null ? 0 : last - first + 1);
  return Number(minutes[Math.floor(all / 2)]?.['deletes'] ?? 0);
}
