import { kinds } from '../kinds/kinds.ts';
import type { JobStore } from './store/job-store.ts';

/** Indices that jobs are filling, by uuid, and by name where one is not made yet: never cleaned up. */
export interface IndicesBeingWritten {
  uuids: string[];
  names: string[];
}

/** What a checkpoint tells of the index that its run made. */
const uuidIn = (checkpoint: unknown): string[] => {
  const { indexUuid, uuid } = (typeof checkpoint === 'object' && checkpoint !== null ? checkpoint : {}) as {
    indexUuid?: unknown;
    uuid?: unknown;
  };
  return [indexUuid, uuid].filter((value): value is string => typeof value === 'string');
};

/** Only of jobs that are queued or running: deleting a half-filled index of another one is a person's decision on its own page. */
export function indicesBeingWritten(store: JobStore, clusterUuid: string): IndicesBeingWritten {
  const found: IndicesBeingWritten = { uuids: [], names: [] };
  for (const { job, checkpoint } of store.alive()) {
    const kind = kinds.of(job.work);
    const written = kind.clusterUuid(job.work) === clusterUuid ? kind.writtenIndex(job.work) : null;
    if (written === null) continue;
    found.names.push(written.index);
    if (written.uuid !== null) found.uuids.push(written.uuid);
    found.uuids.push(...uuidIn(checkpoint));
  }
  return found;
}
