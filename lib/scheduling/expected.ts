import type { Schedule } from '../contract/schedule.ts';
import { type AliasOnIndices, covers } from './covers.ts';
import { lastTime } from './cron.ts';

/** When the newest backup of an alias should have begun. */
export interface ExpectedBackup {
  /** Milliseconds. */
  at: number;
  /** The schedule's name. */
  schedule: string;
}

/**
 * The newest instant up to `now` at which a schedule should have backed the alias up: an active one of kind backup or
 * snapshot that covers it. Times up to its `since` are not expected. null: no schedule should have yet. Milliseconds.
 */
export function expectedBackup(
  schedules: readonly Schedule[],
  alias: AliasOnIndices,
  now: number,
): ExpectedBackup | null {
  let newest: ExpectedBackup | null = null;
  for (const { pausedAt, since, spec } of schedules) {
    if (pausedAt !== null || spec.kind === 'drill' || !covers(spec.what, alias)) continue;
    const at = lastTime(spec, now);
    if (at !== null && at > since && at > (newest?.at ?? -Infinity)) newest = { at, schedule: spec.name };
  }
  return newest;
}
