import { call } from '../support/elasticsearch.ts';

/** Creates an index without replicas. Waits for its primary, except where allocation is restricted: such a shard never starts. */
export const makeIndex = (url: string, index: string, { settings, ...body }: { settings?: object } = {}) =>
  call(
    url,
    'PUT',
    `/${encodeURIComponent(index)}?wait_for_active_shards=${JSON.stringify(settings ?? {}).includes('routing.allocation') ? 0 : 1}`,
    { settings: { number_of_replicas: 0, ...settings }, ...body },
  );
