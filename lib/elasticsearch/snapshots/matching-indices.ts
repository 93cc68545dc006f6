import { namesOf } from '../../contract/by-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { nullIfForbidden } from '../client/response-error.ts';
import { anything, named } from '../client/shape.ts';

/** How many indices patterns match now, also by aliases and data streams; null: this user may not read it. */
export async function countMatching(
  cluster: Cluster,
  patterns: readonly string[],
  signal?: AbortSignal,
): Promise<number | null> {
  const found = await nullIfForbidden(
    cluster.request({
      method: 'GET',
      path: `/${patterns.map(encodeURIComponent).join(',')}/_settings`,
      query: {
        filter_path: '*.settings.index.uuid',
        expand_wildcards: 'all',
        ignore_unavailable: true,
        allow_no_indices: true,
      },
      shape: named(anything),
      signal,
      responseSize: 'list',
    }),
  );
  return found === null ? null : namesOf(found).length;
}
