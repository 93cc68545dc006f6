import type { Incident, ObservedTime } from '../../contract/incident.ts';
import { formatDuration, formatUtcClock, formatUtcSeconds, formatUtcShort } from '../../format.ts';

/** Two observations further apart than this have nothing known between them; else a minute is exact enough. */
const GAP_MS = 100_000;
/** Clocks of two machines differ by less. */
const CLOCKS_DIFFER_MS = 120_000;

/** "It is …": of an incident that ended because of the configuration. */
export const NOT_WATCHED = 'not watched any more: whether it is over is unknown';

type Timed = Pick<Incident, 'began' | 'ended'> & Partial<Pick<Incident, 'endedBy'>>;

/**
 * When it happened: "since 06:47 UTC", "between 02:10 and 06:47 UTC (not watched in between)", "from 06:47 to 08:12 UTC,
 * 1 h 25 min". Continues "It lasts …" or stands alone. Pure.
 */
export function observedWords({ began, ended, endedBy }: Timed, now: number): string {
  if (ended === null) return `${sinceWords(began, now)}${futureWords(began, now)}`;
  if (endedBy === 'not-watched') return `${sinceWords(began, now)}, not watched since ${timeOf(ended.at, now)}`;
  if (endedBy === 'person') return `${sinceWords(began, now)}, closed at ${timeOf(ended.at, now)}`;
  if (isGap(began) || isGap(ended)) return `${beganWords(began, now)}, ${endedWords(ended, now)}`;
  const ms = Date.parse(ended.at) - Date.parse(began.at);
  if (ms < 0) return `${beganWords(began, now)}, ${endedWords(ended, now)}: the clock was set back in between`;
  return `from ${spanWords(began.at, ended.at, 'to', now)}, ${formatDuration(ms / 1000)}`;
}

/** "noticed at 08:12 UTC", where that was minutes after it began; null: it was noticed at once. */
export function noticedWords({ began, noticedAt }: Pick<Incident, 'began' | 'noticedAt'>, now: number): string | null {
  const late = Date.parse(noticedAt) - Date.parse(began.at);
  return late < NOTICED_LATE_MS ? null : `noticed at ${timeOf(noticedAt, now)}`;
}

/** Longer than any state must hold before it is an incident, but for the yellow one. */
export const NOTICED_LATE_MS = 5 * 60_000;

/** "at 06:47 UTC", or between which two times it was. */
export const atWords = (time: ObservedTime, now: number): string =>
  isGap(time) ? gapWords(time, now) : `at ${timeOf(time.at, now)}`;

/** Whether something may have happened in between that was not seen. */
export function isGap<Time extends ObservedTime>(time: Time): time is Time & { after: string } {
  return time.after !== null && Date.parse(time.at) - Date.parse(time.after) > GAP_MS;
}

const gapWords = ({ after, at }: { after: string; at: string }, now: number): string =>
  `between ${spanWords(after, at, 'and', now)} (not watched in between)`;
const sinceWords = (began: ObservedTime, now: number): string =>
  isGap(began) ? gapWords(began, now) : `since ${timeOf(began.at, now)}`;
const beganWords = (began: ObservedTime, now: number): string => `began ${atWords(began, now)}`;
const endedWords = (ended: ObservedTime, now: number): string => `ended ${atWords(ended, now)}`;

const futureWords = ({ at }: ObservedTime, now: number): string =>
  Date.parse(at) - now > CLOCKS_DIFFER_MS ? ', which is later than the clock shows now' : '';

const dayOf = (iso: string | number): string => new Date(iso).toISOString().slice(0, 10);
const withoutZone = (text: string): string => text.replace(/ UTC$/, '');

/** "06:47 UTC" of the current day, "28 Nov 06:47 UTC" of another one. */
export const timeOf = (iso: string, now: number): string =>
  dayOf(iso) === dayOf(now) ? formatUtcClock(iso) : `${formatUtcShort(iso, now)} UTC`;

/** "02:10 and 06:47 UTC", "28 Nov 23:50 to 29 Nov 01:00 UTC", "06:47:05 to 06:47:50 UTC". */
function spanWords(from: string, to: string, word: 'and' | 'to', now: number): string {
  const sameMinute = from.slice(0, 16) === to.slice(0, 16);
  if (dayOf(from) === dayOf(now) && dayOf(to) === dayOf(now)) {
    const clock = sameMinute ? formatUtcSeconds : formatUtcClock;
    return `${withoutZone(clock(from))} ${word} ${clock(to)}`;
  }
  const precision = sameMinute ? 'seconds' : 'minutes';
  return `${formatUtcShort(from, now, precision)} ${word} ${formatUtcShort(to, now, precision)} UTC`;
}
