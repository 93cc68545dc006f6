import { kinds } from '../kinds/kinds.ts';
import type { JobStore } from './store/job-store.ts';

/** Indices that jobs are filling, by uuid, and by name if one is not created yet. They are never cleaned up. */
export interface IndicesBeingWritten {
  uuids: string[];
  names: string[];
}

/** The queued or running job that writes into this index; null: none. */
export function writerOfIndex(
  store: JobStore,
  clusterUuid: string,
  index: string,
): { job: string; title: string } | null {
  for (const { id, job } of store.alive()) {
    const kind = kinds.of(job.work);
    if (kind.clusterUuid(job.work) === clusterUuid && kind.writtenIndex(job.work)?.index === index)
      return { job: id, title: job.title };
  }
  return null;
}

/** The uuid of the index that a run created, from its checkpoint. */
const uuidsIn = (checkpoint: unknown): string[] => {
  const { indexUuid, uuid } = (typeof checkpoint === 'object' && checkpoint !== null ? checkpoint : {}) as {
    indexUuid?: unknown;
    uuid?: unknown;
  };
  return [indexUuid, uuid].filter((value): value is string => typeof value === 'string');
};

/**
 * Of queued and running jobs alone: whether the half-filled index of an ended job is deleted is a person's decision.
 */
export function indicesBeingWritten(store: JobStore, clusterUuid: string): IndicesBeingWritten {
  const result: IndicesBeingWritten = { uuids: [], names: [] };
  for (const { job, checkpoint } of store.alive()) {
    const kind = kinds.of(job.work);
    const filled = kind.clusterUuid(job.work) === clusterUuid ? kind.writtenIndex(job.work) : null;
    if (filled === null) continue;
    result.names.push(filled.index);
    if (filled.uuid !== null) result.uuids.push(filled.uuid);
    result.uuids.push(...uuidsIn(checkpoint));
  }
  return result;
}
