import type { ConfiguredCluster } from '../config.ts';
import type { Check } from '../contract/plan.ts';
import { originCheck } from '../jobs/document-origin.ts';
import { runner } from '../jobs/jobs.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import type { DocumentsFrom } from '../kinds/plan-description.ts';

/** The check of where the documents come from, for a planner. Without the jobs' database by the uuids of this process. */
export const originCheckOn =
  (cluster: ConfiguredCluster) =>
  (documents: DocumentsFrom, clusterUuid: string): Check | null =>
    originCheck(storeOrNull(), cluster, documents, clusterUuid);

function storeOrNull(): JobStore | null {
  try {
    return runner().store;
  } catch {
    return null;
  }
}
