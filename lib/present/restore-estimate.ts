import type { RestoreEstimate } from '../kinds/restore/review.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';

export interface PastRestore {
  /** Of the backup’s objects. */
  bytes: number;
  seconds: number;
}

/** A restore ten times smaller is mostly its beginning and its end; one ten times larger hides them. */
const TIMES = 10;
const MOST = 5;

/** How long a restore takes, going by the newest ones of such a size; null: there are none, and nothing is known. Pure. `past`: newest first. */
export function estimateOf(
  {
    backup,
    resume,
  }: Pick<RestorePlan, 'resume'> & { backup: Pick<RestorePlan['backup'], 'objectsBytes' | 'documents'> },
  past: readonly PastRestore[],
): RestoreEstimate | null {
  const left = resume === null || backup.documents === 0 ? 1 : Math.max(0, 1 - resume.documents / backup.documents);
  const bytes = backup.objectsBytes * left;
  const rates = past
    .filter((one) => one.seconds > 0 && one.bytes > 0 && one.bytes >= bytes / TIMES && one.bytes <= bytes * TIMES)
    .slice(0, MOST)
    .map((one) => one.bytes / one.seconds);
  return rates.length === 0
    ? null
    : { restores: rates.length, fromSeconds: bytes / Math.max(...rates), toSeconds: bytes / Math.min(...rates) };
}
