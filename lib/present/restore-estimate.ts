import type { RestoreEstimate } from '../kinds/restore/review.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';

export interface PastRestore {
  /** Of the backup’s documents, uncompressed. */
  bytes: number;
  seconds: number;
}

/** A restore counts when it is at most this much smaller or larger: start and end weigh differently in others. */
const SIMILAR_FACTOR = 10;
const MAX_RESTORES = 5;

/**
 * The duration of a restore, from the newest past restores of a similar size; null: there are none. One that continues a
 * half-filled index sends every document again. `past`: newest first. Pure.
 */
export function estimateOf(
  { objectsBytes: bytes }: Pick<RestorePlan['backup'], 'objectsBytes'>,
  past: readonly PastRestore[],
): RestoreEstimate | null {
  const rates = past
    .filter(
      (one) =>
        one.seconds > 0 && one.bytes > 0 && one.bytes >= bytes / SIMILAR_FACTOR && one.bytes <= bytes * SIMILAR_FACTOR,
    )
    .slice(0, MAX_RESTORES)
    .map((one) => one.bytes / one.seconds);
  return rates.length === 0
    ? null
    : { restores: rates.length, fromSeconds: bytes / Math.max(...rates), toSeconds: bytes / Math.min(...rates) };
}
