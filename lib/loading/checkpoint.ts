import type { Buckets } from '../contract/load-outcome.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import type { Run } from '../running/run.ts';
import type { DocumentRate } from './document-rate.ts';

/** Stored with the job. */
export interface RestoreCheckpoint {
  /** Of the index that this restore loads; another index under the same name is never loaded. */
  uuid: string;
  /** Documents counted so far, from the start of the backup. */
  done: number;
  buckets: Buckets;
  /** Content digest of the rejected ones among them, as hex. */
  notLoaded?: string;
  /** Bytes sent for them; checkpoints of older versions lack it. */
  bytes?: number;
  /** How long all runs so far have taken; checkpoints of older versions lack it. */
  seconds?: number;
}

export interface RestoreOptions {
  /** Target size of a bulk body. */
  bulkBytes?: number;
  /** Maximum number of bulks in flight. */
  parallelBulks?: number;
  /** How long transient failures are retried. */
  retryMs?: number;
  /** Of the load and of the comparison; absent: no limit. */
  rate?: DocumentRate | undefined;
}

/** What earlier runs of a resumed restore had loaded. */
export interface EarlierRuns {
  documents: number;
  bytes: number;
  /** null: unknown. */
  seconds: number | null;
}

/** null: the load begins with the first document. `objectsBytes`: of all the backup's `documents`. */
export function earlierRuns(
  checkpoint: RestoreCheckpoint | null,
  { documents, objectsBytes }: Pick<RestorePlan['backup'], 'documents' | 'objectsBytes'>,
): EarlierRuns | null {
  if (checkpoint === null || checkpoint.done === 0) return null;
  const { bytes, done, seconds } = checkpoint;
  const estimate = documents === 0 ? 0 : Math.round((objectsBytes * done) / documents);
  return { documents: done, bytes: Math.min(bytes ?? estimate, objectsBytes), seconds: seconds ?? null };
}

export const NO_DOCUMENTS: Buckets = { indexed: 0, existing: 0, newer: 0, rejected: 0 };

/** A run of a restore, or of a retry of rejected documents, which saves no checkpoint. */
export type RestoreRun = Run<RestoreCheckpoint> | Run<never>;

/** Whether this restore, or an earlier run of it, creates the index. False: the index existed before. */
export const isOwnIndex = (plan: RestorePlan): boolean => plan.target.uuid === null || plan.resume !== null;
