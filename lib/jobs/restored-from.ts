import type { BackupRef } from '../contract/backup-ref.ts';
import { kinds } from '../kinds/kinds.ts';
import { jobsByCreatedIndex } from './store/job-queries.ts';
import type { JobStore } from './store/job-store.ts';

/** The backup that a job has restored into a new index of this uuid; null: none is recorded here, or it was a snapshot. */
export function restoredFrom(store: JobStore, clusterUuid: string, indexUuid: string): BackupRef | null {
  const id = jobsByCreatedIndex(store, clusterUuid).get(indexUuid);
  const job = id === undefined ? null : store.get(id);
  return job === null ? null : kinds.of(job.work).backup(job.work);
}
