import type { ConfiguredCluster } from '../config.ts';
import { AppError } from '../errors.ts';
import { jobOn } from './load-job.ts';
import { restoredBy, type RestoredIndex } from './restored-index.ts';

/** What a job of this cluster has restored. Throws AppError not_found. */
export function restoredOn(cluster: ConfiguredCluster, id: string): RestoredIndex {
  const restored = restoredBy(jobOn(cluster, id));
  if (restored === null) throw new AppError('not_found', `Job ${id} has restored no backup.`);
  return restored;
}
