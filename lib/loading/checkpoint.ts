import type { Buckets } from '../contract/load-outcome.ts';
import type { RestorePlan } from '../kinds/restore/schema.ts';
import type { Run } from '../running/run.ts';

/** Stored with the job. */
export interface RestoreCheckpoint {
  /** Of the index that this restore loads; another index under the same name is never loaded. */
  uuid: string;
  /** Documents counted so far, from the start of the backup. */
  done: number;
  buckets: Buckets;
  /** Content digest of the rejected ones among them, as hex. */
  notLoaded?: string;
}

export interface RestoreOptions {
  /** Target size of a bulk body. */
  bulkBytes?: number;
  /** Maximum number of bulks in flight. */
  parallelBulks?: number;
  /** How long transient failures are retried. */
  retryMs?: number;
}

export const NO_DOCUMENTS: Buckets = { indexed: 0, existing: 0, newer: 0, rejected: 0 };

/** A run of a restore, or of a retry of rejected documents, which saves no checkpoint. */
export type RestoreRun = Run<RestoreCheckpoint> | Run<never>;

/** Whether this restore, or an earlier run of it, creates the index. False: the index existed before. */
export const isOwnIndex = (plan: RestorePlan): boolean => plan.target.uuid === null || plan.resume !== null;
