import type { Schedule } from '../contract/schedule.ts';
import { timesBetween } from './cron.ts';

/** An instant of which the run begins within this time is not late. */
const ON_TIME_MS = 90_000;
/** So many instants are recorded one by one. */
const MOST = 30;

export interface DueInstants {
  /** What is to run now; null: nothing. Milliseconds. */
  run: { dueAt: number; trigger: 'time' | 'late' } | null;
  /** What is to be recorded as missed, ascending. Milliseconds. */
  missed: number[];
  /** How many more were missed before these; cron.ts `MAX_COUNTED`: at least so many. */
  earlier: number;
}

/**
 * The instants of a schedule that have neither run nor been recorded. `lastDue`: the newest one up to `now` that has; null:
 * none. One of them runs at most, the newest: at its time, or late if the schedule says so. If the caller records all that
 * is returned, no instant is returned twice, wherever the clock goes. `upSince`: since when the caller has been able to run it;
 * what was due since then is on time. Milliseconds.
 */
export function dueInstants(
  { since, spec }: Pick<Schedule, 'since' | 'spec'>,
  lastDue: number | null,
  now: number,
  upSince = Infinity,
): DueInstants {
  const after = Math.max(since, lastDue ?? -Infinity);
  const { earlier, times: due } = timesBetween(spec, after, now, MOST);
  const newest = due.at(-1);
  if (newest === undefined) return { run: null, missed: [], earlier: 0 };
  const trigger = newest >= Math.min(now - ON_TIME_MS, upSince) ? 'time' : 'late';
  if (trigger === 'late' && spec.missed === 'record') return { run: null, missed: due, earlier };
  return { run: { dueAt: newest, trigger }, missed: due.slice(0, -1), earlier };
}
