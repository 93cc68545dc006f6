import { recordFilter } from '@/lib/contract/record.ts';
import { defineRoute } from '@/lib/route.ts';
import { loadRecord } from '@/lib/views/load-record.ts';

/** One page of the record, as its page shows it. */
export const GET = defineRoute(
  { needs: 'read-record', query: recordFilter },
  ({ query, context: { cluster, actor } }) => loadRecord(cluster.key, actor.role, query),
);
