import { z } from 'zod';
import type { BackupRef } from './backup-ref.ts';
import type { ComparedSides } from './comparison-page.ts';
import type { BreakGlassUse } from './break-glass.ts';
import type { Approval } from './reviews.ts';
import type { Incident } from './incident.ts';
import type { JobResult } from './job.ts';
import type { JobRow } from './jobs-page.ts';
import { rejectedDocument } from './load-outcome.ts';
import type { Direction } from './direction.ts';
import type { ClosedIncident } from './follow-up.ts';
import { clusterKey } from './names.ts';
import type { PlannedRequest } from './plan.ts';

export const jobAddress = z.object({
  cluster: clusterKey,
  id: z.string().regex(/^[1-9]\d{0,14}$/, 'Not the number of a job.'),
});
export const logPosition = z.object({ before: z.coerce.number().int().min(1).max(1e12).optional() });

export interface JobStep {
  title: string;
  state: 'done' | 'now' | 'todo' | 'failed' | 'skipped';
  note: string | null;
}

/** An index with its documents at the time of the plan; null: unknown. */
export interface IndexReference {
  index: string;
  documents: number | null;
}

/**
 * The status of a job's alias and index, from the cluster's last check since the alias's last move. Without such a
 * check, the names are those after that move.
 */
export interface AliasStatus {
  alias: string;
  /** When Restore Desk last moved it, or the job ended. */
  movedAt: string;
  /** When the cluster was checked; null: not since `movedAt`, and everything below is unknown. */
  seenAt: string | null;
  /** What the alias points to. */
  targets: IndexReference[];
  /** Whether that is this job's index or the indices of before; elsewhere: it is not where Restore Desk left it. */
  where: 'here' | 'before' | 'elsewhere' | 'unknown';
  index: string;
  indexNow: 'open' | 'closed' | 'gone' | 'unknown';
  before: string[];
  beforeNow: 'open' | 'closed' | 'gone' | 'unknown';
}

/** The backup and the index of a job that restores. */
export interface RestoreFacts {
  backup: BackupRef;
  takenAt: string | null;
  alias: string | null;
  index: string;
  switchAlias: boolean;
  documents: number;
  createsIndex: boolean;
  /** The key of the configured cluster whose backup it is; null: it is of the job's cluster. */
  from: string | null;
  liveIndices: string[];
  /** What it does to the index (lib/kinds/restore/target-use.ts). */
  use: { how: 'creates' | 'continues' | 'adds'; aliases: readonly string[] };
}

/** What a kind that sends captured requests again was to do. */
export interface ReplayFacts {
  /** Of the configuration, else its address. */
  target: string;
  alias: string | null;
  index: string | null;
  /** The job that restored the index; null: not known. */
  restoredBy: string | null;
  from: string;
  /** null: to the end of the files. */
  to: string | null;
  /** What it can't tell, as sentences. */
  unknown: string[];
}

/** How an unfinished job is continued: resumed or started again, or planned and confirmed again on its page. */
export type Resumability =
  | { how: 'resume'; label: string; /** Why it may not be, on this cluster. */ refused: string | null }
  | { how: 'review'; label: string; /** Below the cluster's address. */ path: string };

/** Who asked for the approval that a job used, and who gave it. */
export type JobApproval = Pick<Approval, 'id' | 'fingerprint' | 'requestedBy' | 'approvedBy' | 'approvedAt'>;

/** How a running job goes now: as it was started, or as somebody has set it. */
interface ShownControls {
  paused: boolean;
  /** Why it has paused itself, as a question; null: it has not. */
  question: string | null;
  /** Units per second; null: no limit. */
  rate: number | null;
  /** Units at a time. */
  concurrency: number;
}

/** A job's page. Small enough to be polled every second. */
export interface JobDetail {
  takenAt: string;
  row: JobRow;
  /** The kind with its article, as in "Cancel the backup". */
  noun: string;
  /** The permission to start it again. */
  permission: string;
  steps: JobStep[];
  /** The counters of this kind, by the ids of `row.progress.counters`. */
  counters: readonly { id: string; label: string; bad?: boolean }[];
  /** What it works on. */
  facts: { name: string; value: string; code?: boolean; of?: 'index' | 'alias' }[];
  cancelRequestedAt: string | null;
  /** What a person can change of a running job; null: nothing. */
  controls: ShownControls | null;
  failure: { code: string; message: string; hint?: string } | null;
  /** Why it was interrupted. */
  why: string | null;
  /** Of an unfinished job; null: of any other. */
  takeUp: Resumability | null;
  /** What an unfinished job leaves on the cluster or the disk, as a sentence. */
  aftermath: string;
  result: JobResult | null;
  /**
   * What a restore was to do. `backup`: its id on this cluster; null: it is kept elsewhere. `group`: what it is filed
   * under. `copied`: the backup of another cluster; its `from` is null where the reader has no role there.
   */
  restore:
    | (Omit<RestoreFacts, 'backup' | 'from'> & {
        backup: string | null;
        group: string;
        copied: { from: string | null; backup: string } | null;
      })
    | null;
  /** It restores a backup of another cluster. */
  isCopy: boolean;
  /** The sides of a comparison; null: another kind of job. */
  compared: ComparedSides | null;
  /** null: another kind of job. */
  replay: ReplayFacts | null;
  /** The id of its backup on this cluster; null: none, or it is kept elsewhere. */
  backup: string | null;
  rejected: number;
  /** The newest finished retry of its rejected documents, and how many that one rejected. */
  retried: { job: string; rejected: number } | null;
  /** The alias that this job moved, and the latest move in its chain of undos, which the page offers to undo. */
  moved: {
    alias: string;
    last: { job: string; from: IndexReference[]; to: IndexReference[] };
    atRestored: boolean;
    /** Where undoing it moves the alias. */
    direction: Direction;
    /** Undoing it undoes an undo: on a protected cluster it is planned and confirmed like any switch. */
    forward: boolean;
  } | null;
  /** Of a succeeded job with an alias. */
  standing: AliasStatus | null;
  /** Jobs that resume, retry or undo this one, and their followers; oldest first. */
  followedBy: JobRow[];
  /** The open incident about it, or about the run that it is a part of. null, or absent: none. */
  incident?: Incident | null;
  /** The schedule that started it, also one that was removed since; null, or absent: a person did. */
  schedule?: { name: string; removed: boolean; at: string } | null;
  /** The approval that it used. */
  approval?: JobApproval | null;
  /** Moves of an alias of a protected cluster without a second person's approval. */
  brokenGlass: BreakGlassUse[];
  /** Who said that the incident of a restore is over; null, or absent: nobody. */
  closed?: ClosedIncident | null;
  /** For the incident channel. */
  summary: string;
  /** How many requests its plan has. */
  requestCount: number;
  logLines: number;
}

export interface JobRequests {
  requests: PlannedRequest[];
}

export interface JobLogPage {
  lines: { seq: number; at: string; text: string }[];
  /** Numbers of the whole log's first and last line; both 0: it is empty. */
  first: number;
  last: number;
}

export const rejectedPage = z.object({ total: z.number(), documents: z.array(rejectedDocument) });
export type RejectedPage = z.infer<typeof rejectedPage>;
