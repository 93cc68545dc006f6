import type { ExpectedRun } from '../contract/backups-page.ts';
import type { IndexSummary } from '../contract/indices.ts';
import {
  expectedOf,
  isNewer,
  overdueOf,
  type AnyBackup,
  type DueBackups,
  type ListingState,
} from '../known-backups/backups-of-alias.ts';

type Live = readonly IndexSummary[];

/** Whether an alias is overdue, and by which run of a schedule. `good`: newest first. Pure. */
export function dueOf(
  alias: string,
  live: Live,
  good: readonly AnyBackup[],
  context: ListingState,
): { overdue: boolean | null; expectedRun?: ExpectedRun } {
  const overdue = overdueOf(alias, live, good, context);
  const expectedRun = overdue === true ? expectedRunOf(alias, live, good, context) : null;
  return expectedRun === null ? { overdue } : { overdue, expectedRun };
}

/** The run since which an overdue alias has no good backup; null: no schedule covers it. Pure. */
export function expectedRunOf(
  alias: string,
  live: Live,
  good: readonly AnyBackup[],
  { expectedAt }: Pick<DueBackups, 'expectedAt'>,
): ExpectedRun | null {
  const expected = expectedOf(alias, live, expectedAt);
  if (expected === null) return null;
  const { at, ran, schedule } = expected;
  const isYounger = good.length === 0 && isNewer(live, expected);
  return { at: new Date(at).toISOString(), schedule, state: isYounger ? 'younger' : ran ? 'ran' : 'missing' };
}
