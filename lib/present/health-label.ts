import type { HealthSpan } from '../contract/overview.ts';
import { formatAge, formatUtcSeconds } from '../format.ts';

const MINUTES = 15;

/** The state of now with its beginning, or with the time that was really watched: at most 15 minutes. Pure. */
export function healthLabel(spans: readonly HealthSpan[], now: number): string {
  const last = spans.at(-1);
  if (last === undefined) return 'unknown';
  const since = formatUtcSeconds(last.from);
  if (last.begins === 'seen') return `${last.state} since ${since}`;
  const watchedMs = now - Date.parse(last.from);
  return watchedMs >= MINUTES * 60_000
    ? `${last.state} for at least ${MINUTES} minutes`
    : `${last.state} since ${since}, when watching began ${formatAge(watchedMs)} ago`;
}
