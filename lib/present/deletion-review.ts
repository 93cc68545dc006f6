import type { BackupListing, BackupSummary } from '../contract/backup.ts';
import type { VerifiedState } from '../contract/backups-page.ts';
import type { DeletionReview } from '../contract/deletion-review.ts';
import { isGood } from '../known-backups/backup-state.ts';
import { otherGoodBackups } from './backups-page.ts';
import { losesLast } from './loses-last.ts';

/** The good backups that remain of each group after these are deleted, the fewest first. Pure. */
export function remainingAfter(
  deleted: readonly BackupSummary[],
  listing: BackupListing,
  verified: ReadonlyMap<string, VerifiedState>,
): DeletionReview['groups'] {
  const ids = new Set(deleted.map(({ id }) => id));
  const groups = new Map<string, DeletionReview['groups'][number]>();
  for (const backup of deleted) {
    const remaining = otherGoodBackups(listing, backup, verified, ids);
    const good = isGood(backup, verified.get(backup.id));
    const known = groups.get(backup.group);
    // Each index of an alias on several has good backups of its own: the one with the fewest says whether it is the last.
    groups.set(backup.group, {
      group: backup.group,
      remaining: known === undefined ? remaining : fewest(known.remaining, remaining),
      good: good || known?.good === true,
    });
  }
  return [...groups.values()].sort((a, b) => (a.remaining ?? 0) - (b.remaining ?? 0));
}

const fewest = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? null : Math.min(a, b);

interface Displayed {
  backups: readonly { id: string; stamp: string }[];
  /** The groups that were said to lose their last good backup. */
  last: readonly string[];
}

/** What has changed since a review was displayed, as sentences; empty: nothing that it does not say. Pure. */
export function changesSinceReview(displayed: Displayed, current: DeletionReview): string[] {
  const stamps = new Map(current.backups.map(({ row, stamp }) => [row.id, stamp]));
  return [
    ...displayed.backups.flatMap(({ id, stamp }) => {
      const now = stamps.get(id);
      if (now === undefined) return [`${id} no longer exists: it was deleted or renamed.`];
      return now === stamp ? [] : [`${id} has changed. Something may still be writing to it.`];
    }),
    ...losesLast(current)
      .filter((group) => !displayed.last.includes(group))
      .map((group) => `No good backup of ${group} would remain now.`),
  ];
}
