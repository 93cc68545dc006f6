import type { BucketCounts, DifferenceBucket } from './difference.ts';

/**
 * What happened to a document after the backup: it was added, changed or deleted in the index that was live. Without zod, for
 * browsers.
 */
export const CHANGES = ['added', 'changed', 'deleted'] as const;
export type Change = (typeof CHANGES)[number];

/** Where a comparison of the backup (left) with the index that was live (right) names these documents. */
export const BUCKET_OF: Record<Change, DifferenceBucket> = {
  added: 'onlyRight',
  changed: 'changed',
  deleted: 'onlyLeft',
};

/** How many documents of each kind a comparison found. */
export const changesOf = (counts: BucketCounts): Record<Change, number> => ({
  added: counts.onlyRight,
  changed: counts.changed,
  deleted: counts.onlyLeft,
});

/** Every document that was looked at is in exactly one of them. */
export interface CarryCounts extends Record<Change, number> {
  /** The index has it already as it would be afterwards. */
  already: number;
  /** Not written, because somebody else has changed it. */
  conflicts: number;
  /** Refused by the cluster. */
  rejected: number;
  /** Not found by the query. */
  leftOut: number;
}

export const NOTHING_CARRIED: CarryCounts = {
  added: 0,
  changed: 0,
  deleted: 0,
  already: 0,
  conflicts: 0,
  rejected: 0,
  leftOut: 0,
};

/** A document that was not written, and why: a line of the list of conflicts. */
export interface NotCarried {
  id: string;
  routing: string | null;
  what: Change;
  problem: 'conflict' | 'rejected';
  /** A sentence. */
  reason: string;
}

/** The first documents of the list of conflicts. */
export interface ConflictsPage {
  documents: NotCarried[];
}
