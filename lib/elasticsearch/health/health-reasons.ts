import { at, entriesOf, type ByName } from '../../contract/by-name.ts';
import type { HealthReason, HealthStatus } from '../../contract/cluster.ts';
import { isAppError } from '../../errors.ts';
import { clip } from '../client/response-limits.ts';
import type { Cluster } from '../client/cluster.ts';
import { count, flag, named, object, optional, orNull, type Shape } from '../client/shape.ts';
import { healthStatus } from '../admin/index-responses.ts';
import { allocationExplanation, BEING_STARTED, explainAllocation } from './explain-allocation.ts';
import { MASTER_TIMEOUT } from './master-timeout.ts';

export interface IndexHealth {
  status: HealthStatus;
  unassigned_shards: number;
  initializing_shards: number;
}
export const indexHealthShape: Shape<IndexHealth> = object({
  status: healthStatus,
  unassigned_shards: count,
  initializing_shards: count,
});
interface ShardHealth {
  primary_active: boolean;
  unassigned_shards: number;
}
const shardsHealthShape = object({
  status: healthStatus,
  indices: optional(
    named(object({ shards: optional(named(object({ primary_active: flag, unassigned_shards: count }))) })),
  ),
});

/** Each explained index costs two small requests, and the page polls every few seconds. */
const MAX_EXPLAINED_INDICES = 8;

/** Why indices are not green, red ones first. `reasonsLeftOut`: how many indices are not explained. */
export async function explainUnhealthy(
  cluster: Cluster,
  indices: ByName<IndexHealth>,
  signal?: AbortSignal,
): Promise<{ reasons: HealthReason[]; reasonsLeftOut: number }> {
  const unhealthy = entriesOf(indices)
    .filter(([, index]) => index.status !== 'green')
    .sort(([a, x], [b, y]) => severity(y.status) - severity(x.status) || (a < b ? -1 : 1));
  return {
    reasons: await reasonsFor(cluster, unhealthy.slice(0, MAX_EXPLAINED_INDICES), signal),
    reasonsLeftOut: Math.max(0, unhealthy.length - MAX_EXPLAINED_INDICES),
  };
}

const severity = (status: HealthStatus): number => ({ green: 0, yellow: 1, red: 2 })[status];

async function reasonsFor(
  cluster: Cluster,
  unhealthy: [string, IndexHealth][],
  signal?: AbortSignal,
): Promise<HealthReason[]> {
  if (unhealthy.length === 0) return [];
  const response = await cluster.request({
    method: 'GET',
    path: `/_cluster/health/${unhealthy.map(([name]) => encodeURIComponent(name)).join(',')}`,
    query: { level: 'shards', filter_path: 'status,indices.*.shards', timeout: '1s', master_timeout: MASTER_TIMEOUT },
    // 408: an index was deleted in between, and the server waited for it.
    accept: [403, 404, 408],
    shape: orNull(shardsHealthShape),
    signal,
  });
  return Promise.all(
    unhealthy.map(([name, index]) => reasonFor(cluster, name, index, at(response?.indices, name)?.shards, signal)),
  );
}

async function reasonFor(
  cluster: Cluster,
  index: string,
  health: IndexHealth,
  shards: ByName<ShardHealth> | undefined,
  signal?: AbortSignal,
): Promise<HealthReason> {
  const list = entriesOf(shards);
  const primaries = list.filter(([, shard]) => !shard.primary_active);
  const copies = primaries.length > 0 ? primaries : list.filter(([, shard]) => shard.unassigned_shards > 0);
  const [number] = copies[0] ?? [];
  const kind = primaries.length > 0 ? 'primary' : 'replica';
  const count = primaries.length > 0 ? primaries.length : health.unassigned_shards;
  if (number === undefined || count === 0) {
    const starting = health.initializing_shards || 1;
    return {
      index,
      status: health.status,
      sentence: `${starting} shard${starting === 1 ? '' : 's'} of ${index} ${starting === 1 ? 'is' : 'are'} being started`,
    };
  }
  const why = await explain(cluster, index, Number(number), kind === 'primary', signal);
  const which = `${count} ${kind} shard${count === 1 ? '' : 's'} of ${index} ${count === 1 ? 'is' : 'are'}`;
  return {
    index,
    status: health.status,
    sentence: why === BEING_STARTED ? `${which} being started` : `${which} unassigned: ${why}`,
  };
}

async function explain(
  cluster: Cluster,
  index: string,
  shard: number,
  primary: boolean,
  signal?: AbortSignal,
): Promise<string> {
  try {
    return clip(
      explainAllocation(
        await cluster.request({
          method: 'POST',
          path: '/_cluster/allocation/explain',
          body: { index, shard, primary },
          shape: allocationExplanation,
          signal,
        }),
      ),
    );
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'forbidden') return 'this user may not ask why (it needs the monitor privilege)';
    // 400 and 404: the shard has been assigned, or the index deleted, since the previous response.
    if (error.code === 'cluster_error' || error.code === 'not_found') return BEING_STARTED;
    throw error;
  }
}
