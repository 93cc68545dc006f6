import { LRUCache } from 'lru-cache';
import { processGlobal } from '../process-wide.ts';
import { nextTimes, type CronTimes } from '../scheduling/cron.ts';
import { cronSentence } from '../scheduling/sentence.ts';

interface KnownTimes {
  sentence: string;
  /** Ascending, all after `from`; enough for the next day, but at most MOST_TIMES. */
  times: number[];
  from: number;
}

const DAY_MS = 86_400_000;
/** A schedule runs at most every five minutes: 288 times a day. */
const MOST_TIMES = 288;
/** Pages poll every few seconds; schedules often share their times. */
const known = processGlobal('schedule-times', () => new LRUCache<string, KnownTimes>({ max: 500 }));

export interface TimesNow {
  /** "Every day at 03:00, Europe/London" */
  sentence: string;
  /** Milliseconds; null: the times can't be read, as where the time zone was removed. */
  next: number | null;
  /** Of the next 24 hours, ascending. */
  nextDay: number[];
}

/** The times of a schedule as of now, computed anew when one of them has passed. Never throws. */
export function timesNow({ cron, timeZone }: CronTimes, now: number): TimesNow {
  const key = `${timeZone} ${cron}`;
  let read = known().get(key);
  if (!read || now < read.from || now >= (read.times[0] ?? Infinity) || now - read.from > DAY_MS / 24) {
    read = readTimes({ cron, timeZone }, now);
    known().set(key, read);
  }
  return {
    sentence: read.sentence,
    next: read.times[0] ?? null,
    nextDay: read.times.filter((time) => time <= now + DAY_MS),
  };
}

function readTimes(times: CronTimes, from: number): KnownTimes {
  try {
    return { sentence: cronSentence(times), times: upToOneDay(times, from), from };
  } catch {
    return { sentence: `${times.cron}, ${times.timeZone}`, times: [], from };
  }
}

/** In growing parts: most schedules run once a day. */
function upToOneDay(times: CronTimes, from: number): number[] {
  for (const count of [4, 32, MOST_TIMES]) {
    const found = nextTimes(times, from, count);
    if (found.length < count || found.at(-1)! > from + DAY_MS + DAY_MS / 24) return found;
  }
  return nextTimes(times, from, MOST_TIMES + MOST_TIMES / 24);
}
