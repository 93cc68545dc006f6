import type { BackupStateWord, VerifiedState } from '../contract/backups-page.ts';
import type { BackupSummary } from '../contract/backup.ts';
import { isSnapshot, type AnyBackup } from './backups-of-alias.ts';
import { isGoodSnapshot } from './snapshot-summary.ts';

type Known = Pick<BackupSummary, 'condition' | 'manifest'>;

/**
 * What is known of a backup. A manifest is written last, when every document has been counted: with one, a backup is
 * complete. A file without one, of another tool, can look the same with documents missing: whether it is complete is known
 * once it was read to its end.
 */
export function stateOfBackup(
  { condition, manifest }: Known,
  verified: VerifiedState | null | undefined,
): BackupStateWord {
  if (condition.state !== 'whole') return condition.state;
  if (!verified) return manifest === null ? 'unknown' : 'complete';
  if (verified.ok) return 'verified';
  return typeof verified.found === 'number' ? 'incomplete' : 'damaged';
}

/** Complete, and not known to be damaged; it may not have been read to its end. */
export const isGoodState = (state: BackupStateWord): boolean => state === 'verified' || state === 'complete';

export const isGood = (backup: Known, verified: VerifiedState | null | undefined): boolean =>
  isGoodState(stateOfBackup(backup, verified));

/** The same of a zip file or a snapshot. `verified`: by the id of the file. */
export const isGoodBackup = (backup: AnyBackup, verified: ReadonlyMap<string, VerifiedState>): boolean =>
  isSnapshot(backup) ? isGoodSnapshot(backup) : isGood(backup, verified.get(backup.id));
