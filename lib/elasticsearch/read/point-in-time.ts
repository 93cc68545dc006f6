import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { anything, object, text } from '../client/shape.ts';

export const KEEP_ALIVE = '5m';

/** A consistent view of one index: every page and the total are of the same moment. */
export interface PointInTime {
  id: string;
  kind: 'pit' | 'opensearch-pit';
}

/** Of one shard, or of the whole index. Idempotent: the server itself closes one whose response was lost, after KEEP_ALIVE. */
export async function openPointInTime(
  cluster: Cluster,
  index: string,
  signal?: AbortSignal,
  shard?: number,
): Promise<PointInTime> {
  const capabilities = capabilitiesOf(await cluster.identity(signal));
  if (capabilities.consistentRead === 'opensearch-pit') {
    const response = await cluster.request({
      method: 'POST',
      path: `/${encodeURIComponent(index)}/_search/point_in_time`,
      query: { keep_alive: KEEP_ALIVE, allow_partial_pit_creation: false, ...preferenceOf(shard) },
      shape: object({ pit_id: text }),
      idempotent: true,
      signal,
    });
    return { id: response.pit_id, kind: 'opensearch-pit' };
  }
  const response = await cluster.request({
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_pit`,
    query: { keep_alive: KEEP_ALIVE, ...preferenceOf(shard) },
    shape: object({ id: text }),
    idempotent: true,
    signal,
  });
  return { id: response.id, kind: 'pit' };
}

const preferenceOf = (shard: number | undefined) => (shard === undefined ? {} : { preference: `_shards:${shard}` });

/** Takes no signal, so that it also runs after a cancel. Waits 1.5 s at most; never throws. */
export async function closePointInTime(cluster: Cluster, pit: PointInTime): Promise<void> {
  const request =
    pit.kind === 'pit'
      ? ({ method: 'DELETE', path: '/_pit', body: { id: pit.id } } as const)
      : ({ method: 'DELETE', path: '/_search/point_in_time', body: { pit_id: [pit.id] } } as const);
  // Where the cluster cannot be reached now, the point in time ends by itself after KEEP_ALIVE.
  await cluster.request({ ...request, shape: anything, timeoutMs: 1_500, accept: [404] }).catch(() => undefined);
}
