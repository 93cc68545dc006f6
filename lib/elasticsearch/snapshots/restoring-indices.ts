import { entriesOf } from '../../contract/by-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { nullIfForbidden } from '../client/response-error.ts';
import { listOf, named, object, optional, text } from '../client/shape.ts';

export interface RunningRestore {
  index: string;
  repository: string;
  snapshot: string;
}

/** The indices that a snapshot is being restored into now. Empty where this user may not read it. */
export async function restoresRunning(cluster: Cluster, signal?: AbortSignal): Promise<RunningRestore[]> {
  const recoveries = await nullIfForbidden(
    cluster.request({
      method: 'GET',
      path: '/_recovery',
      query: { active_only: true, filter_path: '*.shards.type,*.shards.source' },
      shape: named(
        object({
          shards: optional(
            listOf(
              object({
                type: text,
                source: optional(object({ repository: optional(text), snapshot: optional(text) })),
              }),
            ),
          ),
        }),
      ),
      signal,
      responseSize: 'list',
    }),
  );
  return entriesOf(recoveries).flatMap(([index, { shards = [] }]) => {
    const restore = shards.find(({ type }) => type.toUpperCase() === 'SNAPSHOT');
    return restore === undefined
      ? []
      : [{ index, repository: restore.source?.repository ?? '', snapshot: restore.source?.snapshot ?? '' }];
  });
}
