import type { CarryCounts, Change } from './carried.ts';
import type { LatestComparison } from './comparison-page.ts';
import type { JobStatus } from './job.ts';

/** What was written after a backup, from the previous index into the one that was restored from it. */
export interface UpToDate {
  /** The index that was live before; null: there was none, or several. */
  previous: { index: string; uuid: string; now: 'open' | 'closed' | 'gone' } | null;
  /** The backup's id on this cluster; null: it is kept elsewhere. */
  backup: string | null;
  takenAt: string | null;
  /** The restored index. */
  to: string;
  /** When the alias moved to it for the last time; null: not known here. */
  switchedAt: string | null;
  /** Documents of the previous index that were added or changed after the backup, by sequence numbers; null: unknown. */
  written: number | null;
  comparison: LatestComparison | null;
  /** Jobs that carried forward into this index, or undid that; newest first. */
  carried: CarriedJob[];
}

interface CarriedBase {
  job: string;
  /** The comparison whose differences it carried, or the job that it undid. */
  of: string;
  status: JobStatus;
  at: string;
  /** null: it has not succeeded. */
  counts: CarryCounts | null;
}

export type CarriedJob =
  | (CarriedBase & { kind: 'carry-forward'; /** What it was to carry. */ changes: readonly Change[] })
  | (CarriedBase & { kind: 'undo-carry-forward' });
