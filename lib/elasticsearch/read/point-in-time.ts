import type { Cluster } from '../client/cluster.ts';
import { capabilitiesOf } from '../capabilities.ts';
import { anything, object, text } from '../client/shape.ts';

export const KEEP_ALIVE = '5m';

/** A consistent view of one index: every page and the total come from the same moment. */
export interface PointInTime {
  id: string;
  kind: 'pit' | 'opensearch-pit';
}

/** Idempotent: one whose answer was lost is closed by the server itself after KEEP_ALIVE. */
export async function openPointInTime(cluster: Cluster, index: string, signal?: AbortSignal): Promise<PointInTime> {
  const capabilities = capabilitiesOf(await cluster.identity(signal));
  if (capabilities.consistentRead === 'opensearch-pit') {
    const answer = await cluster.request({
      method: 'POST',
      path: `/${encodeURIComponent(index)}/_search/point_in_time`,
      query: { keep_alive: KEEP_ALIVE, allow_partial_pit_creation: false },
      answer: object({ pit_id: text }),
      idempotent: true,
      signal,
    });
    return { id: answer.pit_id, kind: 'opensearch-pit' };
  }
  const answer = await cluster.request({
    method: 'POST',
    path: `/${encodeURIComponent(index)}/_pit`,
    query: { keep_alive: KEEP_ALIVE },
    answer: object({ id: text }),
    idempotent: true,
    signal,
  });
  return { id: answer.id, kind: 'pit' };
}

/** Nothing is left behind on the server, also after a cancel: takes no signal, waits 1.5 s at most, never throws. */
export async function closePointInTime(cluster: Cluster, pit: PointInTime): Promise<void> {
  const request =
    pit.kind === 'pit'
      ? ({ method: 'DELETE', path: '/_pit', body: { id: pit.id } } as const)
      : ({ method: 'DELETE', path: '/_search/point_in_time', body: { pit_id: [pit.id] } } as const);
  // It ends by itself after KEEP_ALIVE where the cluster cannot be reached now.
  await cluster.request({ ...request, answer: anything, timeoutMs: 1_500, accept: [404] }).catch(() => undefined);
}
