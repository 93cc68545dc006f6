import { byName } from '../contract/by-name.ts';
import { thinned, type CountPoint, type WatchedTime } from '../contract/count-points.ts';
import type { CountChange, DocumentHistory } from '../contract/overview.ts';

const DAY_MS = 24 * 3_600_000;
/** Of all listed aliases together: a page of 600 aliases stays below 200 KB. */
const MAX_CHANGES = 6_000;
const MOST_OF_ONE = 240;
const LEAST_OF_ONE = 8;
const MAX_WATCHED = 100;
/** The time that is still watched ends with the current minute, so that rows do not change with every poll. */
const CURRENT_MS = 150_000;

interface History {
  countsOf: (alias: string) => readonly CountPoint[];
  watched: readonly WatchedTime[];
}

/** The last 24 hours of these aliases, of a bounded size: the more aliases, the fewer small changes of each. Pure. */
export function documentHistoryOf(
  history: History,
  aliases: readonly { alias: string }[],
  now: number,
): DocumentHistory {
  const most = Math.min(MOST_OF_ONE, Math.max(LEAST_OF_ONE, Math.floor(MAX_CHANGES / Math.max(1, aliases.length))));
  return {
    watched: history.watched
      .filter(({ ended }) => now - ended < DAY_MS)
      .slice(-MAX_WATCHED)
      .map(({ began, ended }) => [secondsOf(began), now - ended < CURRENT_MS ? endOfMinute(ended) : secondsOf(ended)]),
    counts: byName(
      aliases.map(({ alias }): [string, CountChange[]] => [
        alias,
        thinned(sinceDayBefore(history.countsOf(alias), now), most).map(changeOf),
      ]),
    ),
  };
}

/** With the point before the window: its count still held when the window began. */
function sinceDayBefore(points: readonly CountPoint[], now: number): readonly CountPoint[] {
  return points.slice(
    Math.max(
      0,
      points.findLastIndex(({ at }) => now - at >= DAY_MS),
    ),
  );
}

const endOfMinute = (ms: number): number => Math.ceil(ms / 60_000) * 60;
const secondsOf = (ms: number): number => Math.round(ms / 1000);
const changeOf = ({ after, at, documents }: CountPoint): CountChange => [secondsOf(after), secondsOf(at), documents];

/** The count at a time; null: it was not watched then, or unknown. */
export function countAt(history: History, alias: string, at: number): number | null {
  if (!history.watched.some(({ began, ended }) => began <= at && at <= ended)) return null;
  return history.countsOf(alias).findLast((point) => point.at <= at)?.documents ?? null;
}
