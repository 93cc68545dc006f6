import { LRUCache } from 'lru-cache';
import { MOST_ON_LANE } from '../present/schedule-rows.ts';
import { processGlobal } from '../process-wide.ts';
import { nextTimes, type CronTimes } from '../scheduling/cron.ts';
import { cronSentence } from '../scheduling/sentence.ts';

interface KnownTimes {
  sentence: string;
  /** Ascending, all after `from`: those of the next 25 hours, but not many more than a page displays. */
  times: number[];
  from: number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Pages poll every few seconds; schedules often share their times. */
const known = processGlobal('schedule-times', () => new LRUCache<string, KnownTimes>({ max: 500 }));

export interface TimesNow {
  /** "Every day at 03:00, Europe/London" */
  sentence: string;
  /** Milliseconds; null: the times can't be read, as where the time zone was removed. */
  next: number | null;
  /** Of the next 24 hours, ascending; one more than are displayed where there are more. */
  nextDay: number[];
}

/** The times of a schedule as of now, computed again when one of them has passed. Never throws. */
export function timesNow({ cron, timeZone }: CronTimes, now: number): TimesNow {
  const key = `${timeZone} ${cron}`;
  let read = known().get(key);
  if (!read || now < read.from || now >= (read.times[0] ?? Infinity) || now - read.from > HOUR_MS) {
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

/** In two steps: most schedules run once a day. */
function upToOneDay(times: CronTimes, from: number): number[] {
  const first = nextTimes(times, from, 4);
  const isEnough = first.length < 4 || first.at(-1)! > from + DAY_MS + HOUR_MS;
  return isEnough ? first : nextTimes(times, from, MOST_ON_LANE + 1);
}
