import type { PlannedRequest } from '../../contract/plan.ts';
import type { IndexBackupPlan } from '../../kinds/backup/schema.ts';

/** The requests that read these indices, as Elasticsearch's manual would write them. */
export const readRequests = (indices: readonly IndexBackupPlan[]): PlannedRequest[] =>
  indices.flatMap(({ index }) => [
    { method: 'POST', path: `/${encodeURIComponent(index)}/_pit?keep_alive=5m`, note: 'one moment, for every page' },
    {
      method: 'POST',
      path: '/_search?allow_partial_search_results=false',
      body: PAGE,
      note: 'page after page, with search_after',
    },
    { method: 'DELETE', path: '/_pit', body: '{"id":"…"}' },
  ]);

const PAGE =
  '{"size":1000,"pit":{"id":"…","keep_alive":"5m"},"sort":[{"_shard_doc":"asc"}],"version":true,"track_total_hits":false}';
