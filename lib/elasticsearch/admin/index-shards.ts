import type { HealthStatus } from '../../contract/cluster.ts';
import { AppError, isAppError } from '../../errors.ts';
import type { Cluster } from '../client/cluster.ts';
import { healthStatus } from './index-responses.ts';
import { count, object, orNull } from '../client/shape.ts';

export interface IndexShards {
  status: HealthStatus;
  active: number;
  initialising: number;
  unassigned: number;
}

/** The shards of one index. Throws within seconds where the cluster has no master (`isWithoutMaster`). */
export async function readIndexShards(cluster: Cluster, index: string, signal?: AbortSignal): Promise<IndexShards> {
  const response = await cluster.request({
    method: 'GET',
    path: `/_cluster/health/${encodeURIComponent(index)}`,
    // By default the server waits 30 s for a missing master.
    query: { timeout: '1s', master_timeout: '3s' },
    accept: [408],
    shape: orNull(
      object({ status: healthStatus, active_shards: count, initializing_shards: count, unassigned_shards: count }),
    ),
    signal,
  });
  if (response === null) throw new AppError('timed_out', `The cluster did not report the state of ${index} in time.`);
  return {
    status: response.status,
    active: response.active_shards,
    initialising: response.initializing_shards,
    unassigned: response.unassigned_shards,
  };
}

export const isWithoutMaster = (error: unknown): boolean =>
  isAppError(error) && /(master|manager)_not_discovered/.test(String(error.details['type']));
