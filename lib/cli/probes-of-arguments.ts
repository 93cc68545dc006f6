import type { Probe } from '../contract/schedule.ts';
import { usageError, type Arguments } from './parse-arguments.ts';

const MOST_HITS = 1_000_000_000;
const NAME_CHARACTERS = 100;

/** Each `--probe QUERY`, which must have `--min-hits` (1), or as many hits as the live alias within `--like-live` per cent. */
export function probesOf(args: Arguments): Probe[] {
  const minHits = args.count('min-hits', 0, MOST_HITS);
  const likeLivePercent = args.count('like-live', 0, 100) ?? null;
  const queries = args.texts('probe');
  if (queries.length === 0 && (minHits !== undefined || likeLivePercent !== null))
    throw usageError(`--${minHits === undefined ? 'like-live' : 'min-hits'} needs --probe.`, args.verb.name);
  return queries.map((query) => ({
    name: query.slice(0, NAME_CHARACTERS).toWellFormed(),
    query,
    minHits: minHits ?? (likeLivePercent === null ? 1 : null),
    likeLivePercent,
  }));
}
