import type { MessageRow } from '../contract/message.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import { isMade } from '../jobs/store/messages.ts';

/** A monitor measures a run from the moment at which it gets the start: one that is later than this is not sent. */
const STALE_START_MS = 10 * 60_000;

/** Why the beginning of a run is not sent any more; null: it is, as every other message. `now`: milliseconds. Throws AppError disk. */
export function whyOutdated(
  store: JobStore,
  { channel, createdMs, event, subject }: MessageRow,
  now: number,
): string | null {
  if (event !== 'start') return null;
  if (now - createdMs > STALE_START_MS) return 'Its run began too long ago to be measured.';
  const hasEnded = (['success', 'failure'] as const).some((end) => isMade(store, { channel, subject, event: end }));
  return hasEnded ? 'Its run has ended, which is sent instead.' : null;
}
