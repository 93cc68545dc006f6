import { SQL } from './database.ts';
import type { JobStore } from './job-store.ts';

/** An incident that has ended is kept for so long. */
export const KEEP_INCIDENTS_MS = 365 * 86_400_000;
/** Of one call, so that no other process waits long. */
const MOST_AT_ONCE = 1_000;

/**
 * Deletes the incidents of a cluster that ended long ago, with their comments and messages; not one that a person closed and that still
 * lasts: it would begin again. `now`: milliseconds since 1970. Throws AppError disk.
 */
export const forgetOldIncidents = (store: JobStore, cluster: string, now: number): void =>
  store.transact(() => {
    store[SQL].prepare(
      `DELETE FROM incidents WHERE id IN (
         SELECT id FROM incidents INDEXED BY incidents_ended
           WHERE cluster = ? AND ended_at IS NOT NULL AND ended_at < ? AND (ended_by = 'itself' OR gone_since_ms IS NOT NULL)
           LIMIT ?)`,
    ).run(cluster, new Date(now - KEEP_INCIDENTS_MS).toISOString(), MOST_AT_ONCE);
  });
