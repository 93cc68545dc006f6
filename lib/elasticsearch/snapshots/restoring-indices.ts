import { entriesOf } from '../../contract/by-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { nullIfForbidden } from '../client/response-error.ts';
import { listOf, named, object, optional, text } from '../client/shape.ts';
import { encodeIndexName } from '../admin/index-name.ts';

export interface RunningRestore {
  index: string;
  repository: string;
  snapshot: string;
}

/**
 * The indices that a snapshot is being restored into now, or `only` this open one. Empty where this user may not read it. One
 * index under a metadata block makes the server refuse it for all of them (tried).
 */
export async function restoresRunning(
  cluster: Cluster,
  signal?: AbortSignal,
  only?: string,
): Promise<RunningRestore[]> {
  const recoveries = await nullIfForbidden(
    cluster.request({
      method: 'GET',
      path: only === undefined ? '/_recovery' : `/${encodeIndexName(only)}/_recovery`,
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
