import type { z } from 'zod';
import type { BackupRef } from '../contract/backup-ref.ts';
import type { IndexReference, RestoreFacts } from '../contract/job-page.ts';
import type { BackupVerified, IndexMade } from '../contract/effects.ts';
import type { FailedJob, Job, JobResult, JobWork, SucceededJob } from '../contract/job.ts';
import type { AliasMove, AliasState, AliasTarget, Plan } from '../contract/plan.ts';
import type { PlanReview } from '../contract/reviews.ts';
import type { Lock } from './locks.ts';
import type { KindPermission } from './permissions.ts';

/** One part of what a job does, as its page lists it. */
export interface Step {
  /** Never shown; stays the same when the title changes. */
  id: string;
  title: string;
  /** Ids of the phases that are reported while this step is under way (`Progress.phase`). */
  phases: readonly string[];
  /** Shown beside the title unless the step is under way. */
  note?: string | null;
  /** Done before the job began: planning did it. */
  before?: boolean;
  /** The job succeeded without doing it. */
  skipped?: boolean;
}

/** What a job works on, name by value. */
interface Fact {
  name: string;
  value: string;
  /** A name that is to be read letter by letter. */
  code?: boolean;
}

/** Something a run counts apart while it goes on: `Progress.counters` has its number under this id. */
interface Counter {
  id: string;
  label: string;
  /** More than none is bad news. */
  bad?: boolean;
}

/** Describes plans of a kind: pure, from the plan alone. */
export interface PlanDescription<P extends Plan = Plan> {
  /** What differs between the plan that was seen and the one of now, as sentences. */
  changes(seen: P, fresh: P): string[];
  /** What a second person reads before approving it: before and after, in one or two sentences. */
  summary(plan: P): string;
  /** The same as data: what the alias points to before and after. */
  review(plan: P): Omit<PlanReview, 'checks'>;
  /** The plan without what no page shows and what grows with the index: what is sent, and what is remembered of it. */
  shown?(plan: P): P;
  /** What it would do, for a terminal. */
  lines(plan: P): string[];
  /**
   * What of it needs care on a protected cluster; null: nothing. Whatever moves an alias, or writes into, closes or
   * deletes an index that an alias points to, does. `undoesAnUndo` looks up whether the move that it undoes was itself
   * an undo.
   */
  guards(plan: P, undoesAnUndo: (alias: string, undoes: string | null) => boolean): GuardedAlias | null;
}

/** What is done to an alias, or to an index behind it. */
export interface GuardedAlias {
  /** Its name is typed to confirm. */
  alias: string;
  /** As in "to confirm moving government". */
  doing: string;
}

export const movingAlias = (alias: string): GuardedAlias => ({ alias, doing: `moving ${alias}` });

/** How a job that did not get to its end is taken up again. */
type ResumeRule<W extends JobWork> =
  | {
      allowed: true;
      /** On a protected cluster, where the confirmation was for that hour: the part that needs none; null: nothing is left. */
      withoutAliasMove(work: W): W | null;
    }
  | {
      allowed: false;
      /** Why, of job `id`, and what to do instead. */
      refusal(id: string): { message: string; hint: string };
      /** The page that plans it again, below the cluster's, with its button. */
      review(work: W): { label: string; path: string };
    };

/** What a job kind that is about an alias says of it. */
export interface AliasEffects<W extends JobWork, R extends JobResult> {
  name(work: W): string | null;
  /** What the alias pointed to when it was planned. */
  before(work: W): readonly AliasTarget[];
  /** What the job did to the alias; null: it left it alone. */
  moved(result: R): AliasMove | null;
  /** The index the job was to bring the alias to, and what the alias pointed to before; null: it has no alias. */
  landed(result: R): { alias: string; index: string; uuid: string; before: AliasState | null } | null;
  /** Documents of indices as far as the job knew them. */
  documents(work: W, result: R | null): IndexReference[];
  /** It undid an earlier move. */
  isUndo(work: W): boolean;
  /** It does nothing but move the alias: only its own move is undone on its page, no later one. */
  readonly onlyMoves: boolean;
}

/** What an ended job tells about backups and indices, for pages that ask without reading every result. */
export interface Effects {
  made?: IndexMade;
  verified?: BackupVerified;
}

/**
 * Everything about a job kind but its running, which is server code (runs.ts). Pure: it may reach the browser.
 * Written as methods so that a kind of one work is also a kind of any.
 */
export interface JobKind<W extends JobWork = JobWork, R extends JobResult = JobResult, P extends Plan = Plan> {
  readonly kind: string;
  /** In lists and filters: "Back up". */
  readonly label: string;
  /** With its article, as in "Cancel the backup". */
  readonly noun: string;
  /** What one must be allowed to start it, and to start it again. */
  readonly permission: KindPermission;
  readonly schema: { readonly work: z.ZodType<W>; readonly result: z.ZodType<R> };
  /** null: this kind is started without a plan. */
  readonly plans: PlanDescription<P> | null;
  readonly resume: ResumeRule<W>;
  /** null: it has nothing to do with an alias. */
  readonly alias: AliasEffects<W, R> | null;

  /** What was shown before it began. */
  planOf(work: W): P | null;
  /** The cluster's own id, which is the same under every address; null: it works on no cluster. */
  clusterUuid(work: W): string | null;
  /** A verb, the thing and, where there is one, the time of the backup. */
  title(work: W): string;
  locks(work: W): Lock[];
  /** Names of indices and aliases that it changes. */
  touches(work: W): string[];
  /** The index it fills, which nobody may delete meanwhile; uuid null: it is to be made. */
  fills(work: W): { index: string; uuid: string | null } | null;
  steps(work: W, result: R | null): Step[];
  facts(work: W): Fact[];
  /** The backup it is about. */
  backup(work: W): BackupRef | null;
  /** For kinds that restore: what their pages say of the backup and the index. */
  restores(work: W): RestoreFacts | null;
  /** What it did, in a sentence. */
  outcome(result: R): string;
  isPartial(result: R): boolean;
  /** What a job leaves that did not get to its end. */
  aftermath(work: W): string;
  /** Lines of the summary for the incident channel. */
  summary(work: W, result: R | null): string[];
  /** What the audit log keeps of a result. */
  audit(result: R): { before?: unknown; after?: unknown };
  effects(job: SucceededJob<W, R> | FailedJob<W>): Effects;
  /** The file of documents that were rejected, and how many; null: none. */
  rejected(result: R): { file: string; total: number } | null;
  /** Each thing that is worked on is counted in exactly one of them; none: nothing is counted apart. */
  readonly counters: readonly Counter[];
  /** Its run keeps rejected documents in the job's folder, also when it does not get to its end. */
  readonly keepsRejected: boolean;
}

/** What a kind need not say: most have no plan, move no alias, fill no index and touch no backup. */
const DEFAULTS = {
  plans: null,
  alias: null,
  counters: [],
  keepsRejected: false,
  planOf: () => null,
  clusterUuid: () => null,
  touches: () => [],
  fills: () => null,
  backup: () => null,
  restores: () => null,
  isPartial: ({ status }: JobResult) => status === 'partial',
  summary: () => [],
  effects: () => ({}),
  rejected: () => null,
} satisfies Partial<JobKind>;

type Optional = keyof typeof DEFAULTS;
type Described<W extends JobWork, R extends JobResult, P extends Plan> = Omit<JobKind<W, R, P>, Optional> &
  Partial<Pick<JobKind<W, R, P>, Optional>>;

/** Describes a kind; the id of its permission stays known to the compiler. */
export const jobKind =
  <W extends JobWork, R extends JobResult, P extends Plan = Plan>() =>
  <const Id extends string>(
    described: Described<W, R, P> & { permission: KindPermission<Id> },
  ): JobKind<W, R, P> & { permission: KindPermission<Id> } => ({ ...DEFAULTS, ...described });

/** Narrows a job to a kind's own types. The registry has parsed its work and result with the kind's schemas. */
export const isJobOf = <W extends JobWork, R extends JobResult, P extends Plan>(
  kind: JobKind<W, R, P>,
  job: Job,
): job is Job<W, R> => job.work.kind === kind.kind;
