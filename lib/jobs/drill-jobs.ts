import type { Job } from '../contract/job.ts';
import { drill } from '../kinds/drill/describe.ts';
import type { DrillResult, DrillWork } from '../kinds/drill/schema.ts';
import { isJobOf } from '../kinds/kind.ts';
import { kinds } from '../kinds/kinds.ts';
import type { JobStore } from './store/job-store.ts';

export type DrillJob = Job<DrillWork, DrillResult>;

/** The drill that made, or is to make, an index of a cluster; null: no drill of this installation. Throws AppError disk. */
export function drillOfIndex(store: JobStore, clusterUuid: string, index: string): DrillJob | null {
  for (const job of store.list({ kinds: [drill.kind], lock: `index ${index}`, limit: 20 }))
    if (isJobOf(drill, job) && job.work.plan.cluster.uuid === clusterUuid && job.work.plan.target.index === index)
      return job;
  return null;
}

/** The queued or running drill on a cluster; null: none. Throws AppError disk. */
export function runningDrill(store: JobStore, clusterUuid: string): { job: string; title: string } | null {
  for (const { id, job } of store.alive())
    if (job.work.kind === drill.kind && kinds.of(job.work).clusterUuid(job.work) === clusterUuid)
      return { job: id, title: job.title };
  return null;
}
