import type { CarryCounts, Change } from './carried.ts';
import type { LatestComparison } from './comparison-page.ts';
import type { ClosedIncident } from './follow-up.ts';
import type { JobStatus } from './job.ts';
import type { Publishers } from './publishers.ts';

/** The ways to what was written after a backup, into the index that was restored from it, and what came of them. */
export interface UpToDate {
  /** The index that was live before; null: there was none, or several, or a snapshot was restored. */
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
  /** Captured traffic is configured. */
  hasReplay: boolean;
  /** Jobs that replayed captured traffic into the alias; newest first. */
  replays: ReplayedJob[];
  publishers: Publishers;
  /** Who closed the incident; null: it is open. */
  closed: ClosedIncident | null;
}

export interface ReplayedJob {
  job: string;
  status: JobStatus;
  at: string;
  /** Not every request was accepted. */
  isPartial: boolean;
  /** What it sent, and from when until when. */
  sentence: string;
  /** What it can't tell, in sentences; null: it has not succeeded. */
  unknown: string | null;
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
