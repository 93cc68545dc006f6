import type { Configuration } from '../config/configuration.ts';
import type { JobStore } from '../jobs/store/job-store.ts';

/**
 * Adds the messages that are due of a cluster's incidents. Idempotent: called after each look, by any process. `cluster`: its key;
 * `now`: milliseconds. Throws AppError disk.
 */
export function addMessages(_store: JobStore, _configuration: Configuration, _cluster: string, _now: number): void {
  // Until the channels are there.
}
