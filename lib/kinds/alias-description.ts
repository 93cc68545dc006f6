import type { IndexReference } from '../contract/job-page.ts';
import type { JobResult, JobWork } from '../contract/job.ts';
import type { AliasMove, AliasState, AliasTarget } from '../contract/plan.ts';

/** Describes what jobs of a kind do with an alias. */
export interface AliasDescription<W extends JobWork, R extends JobResult> {
  name(work: W): string | null;
  /** What the alias pointed to when the job was planned. */
  targetsWhenPlanned(work: W): readonly AliasTarget[];
  /** What the job did to the alias; null: it did not move it. */
  move(result: R): AliasMove | null;
  /**
   * The index that the job was to point the alias to, whether or not it did. `before`: what the alias pointed to before
   * the move; null: it was not moved. null for a job without an alias.
   */
  destination(result: R): { alias: string; index: string; uuid: string; before: AliasState | null } | null;
  /** How many documents the indices had, as far as the job knows. */
  documentCounts(work: W, result: R | null): IndexReference[];
  /** It undoes an earlier move. */
  isUndo(work: W): boolean;
  /** It does nothing but move the alias: its page offers to undo its own move only, no later one. */
  readonly onlyMovesAlias: boolean;
}
