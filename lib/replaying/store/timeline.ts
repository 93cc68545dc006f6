import type { DatabaseSync } from 'node:sqlite';
import { formatNanoseconds } from '../nanoseconds.ts';

/** Requests over time, in parts of equal length. */
export interface Timeline {
  /** ISO 8601. */
  from: string;
  to: string;
  seconds: number;
  /** For each part. */
  bins: { send: number; excluded: number; deletes: number }[];
}

const BINS = 110;

/** From the first record, or a fifth of the replayed time before `from`, to the last one. null: there is no request. */
export function timeline(database: DatabaseSync, from: bigint): Timeline | null {
  const range = database.prepare('SELECT min(at) AS first, max(at) AS last FROM request');
  range.setReadBigInts(true);
  const { first, last } = range.get() as { first: bigint | null; last: bigint | null };
  if (first === null || last === null) return null;
  const margin = last > from ? (last - from) / 5n : 0n;
  const start = first > from - margin ? (first < from ? first : from < last ? from : first) : from - margin;
  const length = (last - start) / BigInt(BINS) + 1n;
  const bins = Array.from({ length: BINS }, () => ({ send: 0, excluded: 0, deletes: 0 }));
  const rows = database.prepare(
    `SELECT (at - :start) / :length AS bin, sum(decision = 'send') AS send, count(*) AS all_requests,
       sum(CASE WHEN decision IN ('send', 'after') AND class = 'write' THEN deletes ELSE 0 END) AS deletes
     FROM request JOIN temp.decided ON decided.request = request.number WHERE at >= :start GROUP BY bin`,
  );
  for (const { all_requests: all, bin, deletes, send } of rows.all({ start, length }))
    bins[Number(bin)] = { send: Number(send), excluded: Number(all) - Number(send), deletes: Number(deletes) };
  return {
    from: formatNanoseconds(start),
    to: formatNanoseconds(start + length * BigInt(BINS)),
    seconds: Number(length) / 1e9,
    bins,
  };
}
