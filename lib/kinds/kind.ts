import type { z } from 'zod';
import type { BackupRef } from '../contract/backup-ref.ts';
import type { ComparedSide } from '../contract/comparison.ts';
import type { ReplayFacts, RestoreFacts } from '../contract/job-page.ts';
import type { BackupDrilled, BackupVerified, IndexMade } from '../contract/effects.ts';
import type { JobSegment } from '../contract/jobs-page.ts';
import type { FailedJob, Job, JobResult, JobWork, SucceededJob } from '../contract/job.ts';
import type { Plan } from '../contract/plan.ts';
import type { AliasDescription } from './alias-description.ts';
import type { Lock } from './locks.ts';
import type { KindPermission } from './permissions.ts';
import type { PlanDescription } from './plan-description.ts';

/** One part of what a job does, as its page lists it. */
export interface Step {
  /** Never shown; stays the same when the title changes. */
  id: string;
  title: string;
  /** Ids of the phases (`Progress.phase`) that a run reports during this step. */
  phases: readonly string[];
  /** Shown beside the title, except while the step is in progress. */
  note?: string | null;
  /** Planning has done it: it is complete before the job begins. */
  doneByPlanning?: boolean;
  /** The job succeeded without doing it. */
  skipped?: boolean;
}

/** One line about what a job works on. */
export interface Fact {
  name: string;
  value: string;
  /** The value is an identifier, shown in a monospaced font. */
  code?: boolean;
  /** The value is a list of names of indices or of aliases of the job's cluster, as `formatList` writes it: each is a link. */
  of?: 'index' | 'alias';
}

/** What a run counts separately: `Progress.counters` has the number under this id. */
interface Counter {
  id: string;
  label: string;
  /** More than zero is a problem. */
  bad?: boolean;
}

/** `rate`: units per second; null: no limit. `concurrency`: units at a time. */
interface Pace {
  rate: number | null;
  concurrency: number;
}

/** How a job that did not finish is started again. */
type ResumeRule<W extends JobWork> =
  | {
      allowed: true;
      /**
       * The part of the work that needs no confirmation on a protected cluster, where a confirmation is for one start
       * of the job only; null: nothing is left to do.
       */
      workWithoutAliasMove(work: W): W | null;
      /** It would do twice what the job has done, if it began again where it can't go on. */
      neverAgain?: true;
    }
  | {
      allowed: false;
      /** Why job `id` is not started again, and what to do instead. */
      refusal(id: string): { message: string; hint: string };
      /** The page that plans it again: the label of its button, and its path below the cluster's. */
      reviewLink(work: W): { label: string; path: string };
    };

/** What an ended job has done to indices and backups, stored so that pages need not read every result. */
export interface Effects {
  createdIndex?: IndexMade;
  /** Not stored: the page of a deleted index reads them of the jobs that name it. */
  deletedIndices?: readonly IndexMade[];
  verifiedBackups?: readonly BackupVerified[];
  deletedBackups?: readonly BackupRef[];
  drilledBackup?: BackupDrilled;
}

/**
 * A job kind, except for its running, which is server code (runs.ts). Pure: it may be sent to the browser.
 * Its members are methods so that a kind of one work is also a kind of any work.
 */
export interface JobKind<W extends JobWork = JobWork, R extends JobResult = JobResult, P extends Plan = Plan> {
  readonly kind: string;
  /** In lists and filters: "Back up". */
  readonly label: string;
  /** With its article, as in "Cancel the backup". */
  readonly noun: string;
  /** The part of the jobs' list that lists this kind; null: only the list of all jobs. */
  readonly segment: JobSegment | null;
  /** What a user needs to start a job of this kind, and to start it again. */
  readonly permission: KindPermission;
  readonly schema: { readonly work: z.ZodType<W>; readonly result: z.ZodType<R> };
  /** null: jobs of this kind start without a plan. */
  readonly planDescription: PlanDescription<P> | null;
  readonly resume: ResumeRule<W>;
  /** null: this kind works on no alias. */
  readonly alias: AliasDescription<W, R> | null;

  /** The plan that was shown before the job started; null: it has none. */
  plan(work: W): P | null;
  /** The cluster's own uuid, the same under every address; null: the job works on no cluster. */
  clusterUuid(work: W): string | null;
  /** The key of another configured cluster that it is carried out on; null: the job's own. */
  runsOn(work: W): string | null;
  /**
   * The work with the names of other clusters of the configuration that a person may read, by their keys (`nameOf`; null: this person may
   * not); the keys of the others are removed. Stored works have no names.
   */
  withClusterNames(work: W, nameOf: (key: string) => string | null): W;
  /** A verb, its object and, where there is one, the time of the backup. */
  title(work: W): string;
  locks(work: W): Lock[];
  /** Names of the indices and aliases that it changes. */
  changedNames(work: W): string[];
  /** More names that the audit log finds its lines by, than those of its alias, its changed indices and its backup. */
  moreObjects(work: W, result: R | null): string[];
  /**
   * What a later good job of this kind makes good, by names that the next job has too: aliases, not indices with a date. null: its
   * alias, its backup, the indices it changes, or its title.
   */
  worksOn(work: W): string[] | null;
  /** The index that it writes documents into, which must not be deleted meanwhile; uuid null: the job creates it. */
  writtenIndex(work: W): { index: string; uuid: string | null } | null;
  /**
   * The backups that it deletes: it does not start while one of them is pinned. `key`: the zip file's `backupUri`, or
   * `pinnedSnapshotKey`; `name`: for people.
   */
  deletedBackups(work: W): { key: string; name: string }[];
  /** In order. `result` null: the job has not succeeded. */
  steps(work: W, result: R | null): Step[];
  facts(work: W): Fact[];
  /** The backup that it works on; null: none, or several. */
  backup(work: W): BackupRef | null;
  /** The backup and the index of a kind that restores; null: it does not restore. */
  restoreFacts(work: W): RestoreFacts | null;
  /** The key of the other cluster whose backup it restores; null: of this one, or it restores none. */
  copiedFrom(work: W): string | null;
  /** When the backup that it restores was begun (null: unknown); null: it restores none. */
  restoredBackup(work: W): { startedAt: string | null } | null;
  /** The two sides of a kind that compares; null: it does not compare. */
  comparedSides(work: W): { left: ComparedSide; right: ComparedSide } | null;
  /** What a kind that replays was to do; null: it does not replay. `result` null: the job has not succeeded. */
  replayFacts(work: W, result: R | null): ReplayFacts | null;
  /** What it did, in one sentence. With the work it can say where. */
  outcome(result: R, work?: W): string;
  isPartial(result: R): boolean;
  /** Documents that the alias lost, or that the backup file did not have; null: none, or unknown. */
  missingDocuments(result: R): number | null;
  /** What somebody must know about a job that succeeded, as a sentence: its page shows it in amber. null: nothing. */
  warning(result: R): string | null;
  /** What a job that did not finish leaves in the cluster and on disk, in sentences. */
  aftermath(work: W): string;
  /** Its lines in the summary for the incident channel. */
  summaryLines(work: W, result: R | null): string[];
  /** What the audit log saves of a result. */
  auditDetails(result: R): { before?: unknown; after?: unknown };
  effects(job: SucceededJob<W, R>): Effects;
  /** What a job that did not succeed has done by its last checkpoint. */
  effectsBefore(work: W, checkpoint: unknown, failure: FailedJob['failure'] | null): Effects;
  /** The file of rejected documents, and how many it has; null: none were rejected. */
  rejectedDocuments(result: R): { file: string; total: number } | null;
  /** Each document is counted in exactly one of them; empty: nothing is counted separately. */
  readonly counters: readonly Counter[];
  /** How fast it was started, of a kind whose run reads `Run.controls`: it can be paused and changed. null: it can't. */
  pace(work: W): Pace | null;
  /** Its run saves rejected documents in the job's directory, even if it does not finish. */
  readonly savesRejectedDocuments: boolean;
}

/** Most kinds have no plan, move no alias, write into no index and work on no backup. */
const DEFAULTS = {
  segment: null,
  planDescription: null,
  alias: null,
  counters: [],
  savesRejectedDocuments: false,
  plan: () => null,
  clusterUuid: () => null,
  runsOn: () => null,
  withClusterNames: <W>(work: W) => work,
  changedNames: () => [],
  moreObjects: () => [],
  worksOn: () => null,
  writtenIndex: () => null,
  deletedBackups: () => [],
  backup: () => null,
  restoreFacts: () => null,
  copiedFrom: () => null,
  restoredBackup: () => null,
  comparedSides: () => null,
  replayFacts: () => null,
  isPartial: ({ status }: JobResult) => status === 'partial',
  missingDocuments: () => null,
  warning: () => null,
  summaryLines: () => [],
  effects: () => ({}),
  effectsBefore: () => ({}),
  rejectedDocuments: () => null,
  pace: () => null,
} satisfies Partial<JobKind>;

type Optional = keyof typeof DEFAULTS;
type Definition<W extends JobWork, R extends JobResult, P extends Plan> = Omit<JobKind<W, R, P>, Optional> &
  Partial<Pick<JobKind<W, R, P>, Optional>>;

/** Defines a kind. The type of the result keeps the id of its permission as a literal. */
export const jobKind =
  <W extends JobWork, R extends JobResult, P extends Plan = Plan>() =>
  <const Id extends string>(
    definition: Definition<W, R, P> & { permission: KindPermission<Id> },
  ): JobKind<W, R, P> & { permission: KindPermission<Id> } => ({ ...DEFAULTS, ...definition });

/** Narrows a job to a kind's own types. The registry has parsed its work and result with the kind's schemas. */
export const isJobOf = <W extends JobWork, R extends JobResult, P extends Plan>(
  kind: JobKind<W, R, P>,
  job: Job,
): job is Job<W, R> => job.work.kind === kind.kind;
