import type { IndexSummary } from '../contract/indices.ts';
import { kinds } from '../kinds/kinds.ts';
import type { EndedJob } from '../kinds/clean-up/schema.ts';
import type { JobStore } from './store/job-store.ts';

/** Clocks of this machine and of the cluster may differ by so much. */
const CLOCKS_DIFFER_MS = 5 * 60_000;
/** Jobs about one index that are looked at, newest first. */
const MOST = 20;

/**
 * The newest job that filled this unfinished index and ended without finishing it; null: none is known here, so that a job
 * of another machine may still be filling it. The caller keeps indices that jobs are filling.
 */
export function endedJobOf(
  store: JobStore,
  clusterUuid: string,
  index: Pick<IndexSummary, 'name' | 'uuid' | 'createdAt'>,
): EndedJob | null {
  const filter = { text: index.name, statuses: ['failed', 'cancelled', 'interrupted'] as const, limit: MOST };
  for (const { id, endedAt, status } of store.summaries(filter)) {
    const job = store.get(id);
    if (job === null || (status !== 'failed' && status !== 'cancelled' && status !== 'interrupted')) continue;
    const kind = kinds.of(job.work);
    const written = kind.clusterUuid(job.work) === clusterUuid ? kind.writtenIndex(job.work) : null;
    if (written?.index !== index.name || (written.uuid !== null && written.uuid !== index.uuid)) continue;
    // Created after the job ended: another one under the same name.
    if (isAfter(index.createdAt, endedAt)) continue;
    return { job: id, status, alias: kind.alias?.name(job.work) ?? null };
  }
  return null;
}

const isAfter = (createdAt: string | null, endedAt: string | null): boolean =>
  createdAt !== null && endedAt !== null && Date.parse(createdAt) > Date.parse(endedAt) + CLOCKS_DIFFER_MS;
