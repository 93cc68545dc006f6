import { entriesOf } from '../../contract/by-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { nullIfForbidden } from '../client/response-error.ts';
import { listOf, named, object, optional, text } from '../client/shape.ts';

/** The indices that a snapshot is being restored into now: a snapshot of one waits for it. Empty where this user may not read it. */
export async function restoringIndices(cluster: Cluster, signal?: AbortSignal): Promise<string[]> {
  const recoveries = await nullIfForbidden(
    cluster.request({
      method: 'GET',
      path: '/_recovery',
      query: { active_only: true, filter_path: '*.shards.type' },
      shape: named(object({ shards: optional(listOf(object({ type: text }))) })),
      signal,
      responseSize: 'list',
    }),
  );
  return entriesOf(recoveries)
    .filter(([, { shards = [] }]) => shards.some(({ type }) => type.toUpperCase() === 'SNAPSHOT'))
    .map(([index]) => index);
}
