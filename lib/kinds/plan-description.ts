import type { Plan } from '../contract/plan.ts';
import type { PlanReview } from '../contract/reviews.ts';

/** Describes plans of a kind. Pure: from the plan alone. */
export interface PlanDescription<P extends Plan = Plan> {
  /** What differs between the plan that was displayed and the current one, as sentences. */
  changes(displayed: P, current: P): string[];
  /** What a second person reads before approving it: before and after, in one or two sentences. */
  summary(plan: P): string;
  /** The same as data: what the alias points to before and after. */
  review(plan: P): Omit<PlanReview, 'checks'>;
  /** The plan without the parts that no page shows and that grow with the index: this is sent to a page, and saved. */
  displayedPart?(plan: P): P;
  /** What it would do, for a terminal. */
  terminalLines(plan: P): string[];
  /**
   * The alias that a protected cluster guards this plan for; null: none. A plan that moves an alias, or that writes
   * into, closes or deletes an index that an alias points to, has one. `undoesAnUndo` reads from the jobs whether the
   * move that the plan undoes was itself an undo.
   */
  guardedAlias(plan: P, undoesAnUndo: (alias: string, undoes: string | null) => boolean): GuardedAlias | null;
  /** Where the documents come from that it writes; absent: it writes none of another cluster. */
  documentsFrom?(plan: P): DocumentsFrom;
}

/** What a plan knows of the cluster that its documents come from. */
export interface DocumentsFrom {
  /** The uuid of the cluster that the backup was made from; null: not known. */
  clusterUuid: string | null;
  /** Where the backup is kept (lib/contract/backup-ref.ts); null: in a repository of the cluster itself. */
  source: string | null;
  /** Type and location of the repository (`placeOfRepository`); null or absent: it is no snapshot, or they can't be compared. */
  repository?: string | null;
  /** The key of the configured cluster whose backups a person chose from; null: of the cluster that is written to. */
  from: string | null;
}

/** An alias, and what a plan does to it or to an index that it points to. */
export interface GuardedAlias {
  /** A user types this name to confirm. */
  alias: string;
  /** As in "to confirm moving government". */
  action: string;
}

export const guardedMove = (alias: string): GuardedAlias => ({ alias, action: `switching ${alias}` });
