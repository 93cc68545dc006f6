import { z } from 'zod';
import type { BackupRef } from './backup-ref.ts';
import type { BreakGlassUse } from './break-glass.ts';
import { backupSummary } from './backup.ts';
import { clusterKey } from './names.ts';
import { actor, JOB_STATUSES, type JobResult } from './job.ts';
import { progress } from './progress.ts';
import type { PlannedRequest } from './plan.ts';
import { rejectedDocument } from './load-outcome.ts';
import type { Approval } from './reviews.ts';

/** What the GET routes answer: lean rows for lists, whole records for one thing. */

/** The outcome of the last time a file was read to its end; a file that has changed since was never verified. */
export const verifiedState = z.object({ at: z.iso.datetime(), ok: z.boolean(), sentence: z.string(), job: z.string() });
export type VerifiedState = z.infer<typeof verifiedState>;

export const backupRow = backupSummary.omit({ manifest: true }).extend({
  /** What it is filed under, and every alias its index had: it is a backup of each. */
  names: z.array(z.string()),
  /** The index it was made from, where the file says so. */
  index: z.string().nullable(),
  /** How long the dump took; null where the file does not say. */
  seconds: z.number().nullable(),
  objectsBytes: z.number().nullable(),
  warnings: z.number(),
  verified: verifiedState.nullable(),
  /** The newest good backup of the alias that is looked at, or of one of its names. */
  lastGood: z.boolean(),
});
export type BackupRow = z.infer<typeof backupRow>;

/** The backups of one alias, wherever they are filed; or of one index, where they are filed under it. */
export const backupGroup = z.object({
  group: z.string(),
  backups: z.number(),
  lastGood: z
    .object({ id: z.string(), takenAt: z.iso.datetime(), documents: z.number().nullable(), verified: z.boolean() })
    .nullable(),
  /** null: unknown, because a folder where there may be more could not be read. */
  overdue: z.boolean().nullable(),
});
export type BackupGroup = z.infer<typeof backupGroup>;

export const BACKUP_STATES = ['any', 'good', 'verified', 'not-verified', 'unfinished', 'broken', 'es_dump'] as const;
export const backupsFilter = z.object({
  group: z.string().max(255).optional(),
  text: z.string().max(255).optional(),
  state: z.enum(BACKUP_STATES).default('any'),
  /** The id of a backup that is wanted along with the page. */
  chosen: z.string().max(600).optional(),
  /** Without one: the page on which `chosen` stands, else the first. */
  page: z.coerce.number().int().min(1).max(100_000).optional(),
});
export type BackupsFilter = z.infer<typeof backupsFilter>;

export const backupsPage = z.object({
  directory: z.string(),
  takenAt: z.iso.datetime(),
  /** Why the directory could not be read: then the rest is empty and means nothing. */
  problem: z.string().nullable(),
  missing: z.boolean(),
  /** Folders that could not be read: backups in them are not listed. */
  unread: z.array(z.string()),
  /** The problem is only that it is still being looked through. */
  stillReading: z.boolean(),
  overdueAfterMs: z.number(),
  /** Whether the cluster has told its aliases by now; until then `overdue` knows only those with backups. */
  aliasesKnown: z.boolean(),
  /** Documents behind the alias that was asked for, where one backup compares with them: of several indices none. */
  liveDocuments: z.number().nullable(),
  groups: z.array(backupGroup),
  /** The aliases whose last good backup is too old, and those without any: the first of them by name, and how many. */
  overdue: z.object({ late: z.array(z.string()), never: z.array(z.string()) }),
  overdueCount: z.object({ late: z.number(), never: z.number() }),
  rows: z.array(backupRow),
  /** The backup that was asked for, whatever page it stands on; null: none was, or it is not among those that match. */
  chosen: backupRow.nullable(),
  page: z.number(),
  pages: z.number(),
  matching: z.number(),
  totals: z.object({ backups: z.number(), bytes: z.number(), unfinished: z.number(), broken: z.number() }),
});
export type BackupsPage = z.infer<typeof backupsPage>;

/** One backup without its documents. JSON stands as the text in the file, indented, so that no number is rounded. */
/** Indented JSON, or the beginning of it. */
const fileText = z.object({ text: z.string(), cut: z.boolean() });

export const backupDetail = z.object({
  takenAt: z.iso.datetime(),
  summary: backupSummary,
  row: backupRow,
  settings: fileText.nullable(),
  mappings: fileText.nullable(),
  jobs: z.array(z.object({ id: z.string(), title: z.string(), status: z.string(), at: z.iso.datetime() })),
});
export type BackupDetail = z.infer<typeof backupDetail>;

/** A document as it stands in the file: two lines of text. `bytes` of the source; null: more than were read of it. */
export const sampleDocument = z.object({
  action: z.string(),
  source: z.string(),
  bytes: z.number().nullable(),
  cut: z.boolean(),
});
export type SampleDocument = z.infer<typeof sampleDocument>;
export const sampleDocuments = z.object({ documents: z.array(sampleDocument) });
export type SampleDocuments = z.infer<typeof sampleDocuments>;

/** One flat key that differs between the backup and the live index; null: not there. */
export const differenceLine = z.object({ key: z.string(), backup: z.string().nullable(), live: z.string().nullable() });
export type DifferenceLine = z.infer<typeof differenceLine>;
export const backupDifference = z.object({
  /** The live index it was compared with; null: the alias points to none. */
  against: z.string().nullable(),
  takenAt: z.iso.datetime(),
  /** The first of those that differ, long values cut; `different` counts all. */
  settings: z.array(differenceLine),
  mappings: z.array(differenceLine),
  same: z.object({ settings: z.number(), mappings: z.number() }),
  different: z.object({ settings: z.number(), mappings: z.number() }),
  /** Of the live index; null: unknown. */
  documents: z.number().nullable(),
});
export type BackupDifference = z.infer<typeof backupDifference>;

export const jobsFilter = z.object({
  /** "any", or a kind; one that does not exist matches nothing. */
  kind: z.string().max(100).default('any'),
  status: z.enum(['any', 'active', ...JOB_STATUSES]).default('any'),
  text: z.string().max(255).optional(),
  /** Only jobs older than this one: the next page. */
  before: z
    .string()
    .regex(/^[1-9]\d{0,14}$/)
    .optional(),
});
export type JobsFilter = z.infer<typeof jobsFilter>;

export const jobRow = z.object({
  id: z.string(),
  title: z.string(),
  kind: z.string(),
  /** The kind in words. */
  label: z.string(),
  status: z.enum(JOB_STATUSES),
  actor,
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  endedAt: z.iso.datetime().nullable(),
  progress: progress.nullable(),
  /** Done in part: something was rejected or left out. */
  partial: z.boolean(),
  /** How it ended, in a sentence; null while it has not. */
  outcome: z.string().nullable(),
  follows: z.string().nullable(),
});
export type JobRow = z.infer<typeof jobRow>;

export const jobsPage = z.object({
  takenAt: z.iso.datetime(),
  rows: z.array(jobRow),
  more: z.boolean(),
  active: z.number(),
  /** Every kind there is, for the filter. */
  kinds: z.array(z.object({ kind: z.string(), label: z.string() })),
});
export type JobsPage = z.infer<typeof jobsPage>;

export interface JobStep {
  title: string;
  state: 'done' | 'now' | 'todo' | 'failed' | 'skipped';
  note: string | null;
}

/** An index with what was known of it when it was planned for; documents null: unknown. */
export interface IndexReference {
  index: string;
  documents: number | null;
}

/**
 * How the alias and the index of a job stand now, as the cluster was last seen since the alias's last move; where it
 * was not, the names say how they were left.
 */
export interface AliasStatus {
  alias: string;
  /** When Restore Desk last moved it, or the job ended. */
  movedAt: string;
  /** When the cluster was looked at; null: not since then, and everything below is unknown. */
  seenAt: string | null;
  /** What the alias points to. */
  targets: IndexReference[];
  /** Where that is: this job's index, what it pointed to before, or neither. */
  where: 'here' | 'before' | 'elsewhere' | 'unknown';
  index: string;
  indexNow: 'open' | 'closed' | 'gone' | 'unknown';
  before: string[];
  beforeNow: 'open' | 'closed' | 'gone' | 'unknown';
}

/** What a kind that restores says of the backup and the index. */
export interface RestoreFacts {
  backup: BackupRef;
  takenAt: string | null;
  alias: string | null;
  index: string;
  switchAlias: boolean;
  documents: number;
  createsIndex: boolean;
  liveIndices: string[];
}

/** How a job that did not get to its end is taken up: as it was, or planned and confirmed again on a page of its own. */
export type Resumability =
  | { how: 'resume'; label: string; /** Why it may not be, on this cluster. */ refused: string | null }
  | { how: 'review'; label: string; /** Below the cluster's address. */ path: string };

/** What a job page shows: facts ready to read, small enough to be polled every second. */
export interface JobDetail {
  takenAt: string;
  row: JobRow;
  /** The kind with its article, as in "Cancel the backup". */
  noun: string;
  /** What one must be allowed to start it again. */
  permission: string;
  steps: JobStep[];
  /** What a run of this kind counts apart, by the ids of `row.progress.counters`. */
  counters: readonly { id: string; label: string; bad?: boolean }[];
  /** What it works on, name by value. */
  facts: { name: string; value: string; code?: boolean }[];
  cancelRequestedAt: string | null;
  failure: { code: string; message: string; hint?: string } | null;
  /** Why it was interrupted. */
  why: string | null;
  /** Of a job that did not get to its end; null: of every other. */
  takeUp: Resumability | null;
  /** What a job leaves that did not get to its end. */
  aftermath: string;
  result: JobResult | null;
  /** Where a restore's pages are, and what it was to do. `backup`: its id on this cluster; null: it is kept elsewhere. `group`: what it is filed under. */
  restore: (Omit<RestoreFacts, 'backup'> & { backup: string | null; group: string }) | null;
  /** The backup it is about, by its id on this cluster; null: none, or it is kept elsewhere. */
  backup: string | null;
  rejected: number;
  /** The newest retry of what it rejected that got to its end, and what that one left over. */
  retried: { job: string; rejected: number } | null;
  /** The alias this job moved, and what the latest move in its chain of undos was: undoing that one is the next step. */
  moved: {
    alias: string;
    last: { job: string; from: IndexReference[]; to: IndexReference[] };
    atRestored: boolean;
    /** Undoing it undoes an undo: on a protected cluster that is a switch like any other. */
    forward: boolean;
  } | null;
  /** Of a job that is done and is about an alias. */
  standing: AliasStatus | null;
  /** Jobs that resume, retry or undo this one, and those after them; oldest first. */
  followedBy: JobRow[];
  /** It moved an alias of a protected cluster without the yes of a second person. */
  brokenGlass: BreakGlassUse[];
  /** For the incident channel. */
  summary: string;
  hasRequests: boolean;
}

/** What waits for a second person on a cluster, and where none was waited for. */
export interface ApprovalsPage {
  takenAt: string;
  approvals: Approval[];
  brokenGlass: BreakGlassUse[];
}

export interface JobRequests {
  requests: PlannedRequest[];
}

export interface JobLogPage {
  lines: { seq: number; at: string; text: string }[];
  /** The whole log's first and last number; both 0 when it is empty. */
  first: number;
  last: number;
}

export const rejectedPage = z.object({ total: z.number(), documents: z.array(rejectedDocument) });
export type RejectedPage = z.infer<typeof rejectedPage>;

/** The group and name in a page's address: a flat file stands under "-". */
export const backupAddress = z.object({
  cluster: clusterKey,
  group: z.string().min(1).max(260),
  name: z.string().min(1).max(260),
});
export const jobAddress = z.object({
  cluster: clusterKey,
  id: z.string().regex(/^[1-9]\d{0,14}$/, 'Not the number of a job.'),
});
export const logPosition = z.object({ before: z.coerce.number().int().min(1).max(1e12).optional() });
