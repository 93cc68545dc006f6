import type { IndexSummary } from '../contract/indices.ts';
import { backupTime, lastOfEach, type AnyBackup } from '../known-backups/backups-of-alias.ts';

/** A backup of an alias, wherever it is kept. */
export interface KnownBackup<Backup extends AnyBackup = AnyBackup> {
  backup: Backup;
  /**
   * `good`: complete, of this cluster, not of the future. `bad`: it ended, or was left, without being good, and is not known to be
   * of another cluster. `other`: it says nothing of the alias on this cluster.
   */
  standing: 'good' | 'bad' | 'other';
  /** A drill restored it, or an index of it, and found it equal. */
  passedDrill: boolean;
}

const newestFirst = (backups: readonly KnownBackup[]): AnyBackup[] =>
  backups
    .map(({ backup }) => backup)
    .sort((a, b) => (backupTime(a) < backupTime(b) ? 1 : backupTime(a) > backupTime(b) ? -1 : 0));

/** The newest good backup of an alias; of an alias on several indices the newest of each. Pure. */
export const lastGoodBackups = (live: readonly IndexSummary[], backups: readonly KnownBackup[]): AnyBackup[] =>
  lastOfEach(live, newestFirst(backups.filter(({ standing }) => standing === 'good')));

/** The same among those that passed a drill. Pure. */
export const lastDrilledBackups = (live: readonly IndexSummary[], backups: readonly KnownBackup[]): AnyBackup[] =>
  lastOfEach(live, newestFirst(backups.filter(({ passedDrill, standing }) => standing === 'good' && passedDrill)));

/**
 * The newest bad backup that no good one has followed: of an alias on several indices, no good one of each. null: the newest is
 * good, or there is none. Pure.
 */
export function brokenNewest(live: readonly IndexSummary[], backups: readonly KnownBackup[]): AnyBackup | null {
  const [newest] = newestFirst(backups.filter(({ standing }) => standing === 'bad'));
  if (newest === undefined) return null;
  const good = lastGoodBackups(live, backups).map((backup) => backupTime(backup));
  return good.length === 0 || good.some((time) => time <= backupTime(newest)) ? newest : null;
}
