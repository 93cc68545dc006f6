import type { ExpectedRun } from '../contract/backups-page.ts';
import type { IndexSummary } from '../contract/indices.ts';
import {
  expectedOf,
  overdueOf,
  type AnyBackup,
  type ExpectedRun as ExpectedTime,
  type ListingState,
} from '../known-backups/backups-of-alias.ts';

/** Whether an alias is overdue, and by which run of a schedule. `good`: newest first. Pure. */
export function dueOf(
  alias: string,
  live: readonly IndexSummary[],
  good: readonly AnyBackup[],
  context: ListingState,
): { overdue: boolean | null; expectedRun?: ExpectedRun } {
  const overdue = overdueOf(alias, live, good, context);
  const expected = overdue === true ? expectedOf(alias, live, context.expectedAt) : null;
  return expected === null ? { overdue } : { overdue, expectedRun: runOf(expected) };
}

/** As pages get it. */
export const runOf = ({ at, schedule }: ExpectedTime): ExpectedRun => ({ at: new Date(at).toISOString(), schedule });
