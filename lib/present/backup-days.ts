import type { BackupSummary } from '../contract/backup.ts';
import type { BackupDay, DayResult, FailedBackup } from '../contract/backup-days.ts';
import type { BackupStateWord, VerifiedState } from '../contract/backups-page.ts';
import { DAY_STATES, type DayState } from '../contract/day-states.ts';
import { backupSets, type BackupSet } from '../known-backups/backup-sets.ts';
import { stateOfBackup } from '../known-backups/backup-state.ts';
import { backupsByName, backupTime } from '../known-backups/backups-of-alias.ts';
import type { SnapshotSummary } from '../known-backups/snapshot-summary.ts';

export const DAYS_SHOWN = 30;
const DAY_MS = 86_400_000;
/** Results listed for one day. */
const RESULTS_SHOWN = 4;

interface DaysContext {
  /** Those of this cluster. */
  backups: readonly BackupSummary[];
  snapshots?: readonly SnapshotSummary[];
  verified: ReadonlyMap<string, VerifiedState>;
  failed: readonly FailedBackup[];
  now: number;
}

/** The best state of an alias's backups on each of the last 30 days, the oldest first. Pure: read once, asked for each alias. */
export function backupDays({
  backups,
  snapshots = [],
  verified,
  failed,
  now,
}: DaysContext): (alias: string) => BackupDay[] {
  const dates = Array.from({ length: DAYS_SHOWN }, (_, n) => dateOf(now - (DAYS_SHOWN - 1 - n) * DAY_MS));
  const isShown = (at: string) => at.slice(0, 10) >= dates[0]! && at.slice(0, 10) <= dates.at(-1)!;
  const recent = backups.filter((backup) => isShown(backupTime(backup)));
  const sets = backupSets(recent);
  const named = backupsByName(recent);
  const snapshotsBy = backupsByName(
    snapshots.filter(({ ofThisCluster, takenAt }) => ofThisCluster && takenAt !== null && isShown(takenAt)),
  );
  const failedBy = new Map<string, FailedBackup[]>();
  for (const failure of failed.filter(({ at }) => isShown(at)))
    for (const name of failure.names) failedBy.set(name, [...(failedBy.get(name) ?? []), failure]);
  return (alias) => {
    const results = [
      ...oneOfEachSet(named.get(alias) ?? [], sets, verified),
      ...(snapshotsBy.get(alias) ?? []).flatMap(snapshotResult),
      ...(failedBy.get(alias) ?? []).map(({ job, at }): DayResult => ({
        at,
        state: 'failed',
        backup: null,
        job,
        documents: null,
      })),
    ].sort((a, b) => (a.at < b.at ? 1 : -1));
    return dates.map((date) =>
      dayOf(
        date,
        results.filter(({ at }) => at.startsWith(date)),
      ),
    );
  };
}

/** One that is being taken has no result yet. */
function snapshotResult({ id, state, takenAt }: SnapshotSummary): DayResult[] {
  if (takenAt === null || state === 'IN_PROGRESS') return [];
  const result = state === 'SUCCESS' ? 'not-verified' : state === 'PARTIAL' ? 'unfinished' : 'failed';
  return [{ at: takenAt, state: result, backup: id, isSnapshot: true, job: null, documents: null }];
}

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const dayOf = (date: string, results: readonly DayResult[]): BackupDay => ({
  date,
  state: results.map(({ state }) => state).reduce(better, 'none'),
  results: results.slice(0, RESULTS_SHOWN),
  more: Math.max(0, results.length - RESULTS_SHOWN),
});

const rank = (state: DayState): number => DAY_STATES.indexOf(state);
const better = (a: DayState, b: DayState): DayState => (rank(a) <= rank(b) ? a : b);
const worse = (a: DayState, b: DayState): DayState => (rank(a) >= rank(b) ? a : b);

/** The backups of a set are one result, as good as the worst of them: all of them are needed to restore the alias. */
function oneOfEachSet(
  backups: readonly BackupSummary[],
  sets: ReadonlyMap<BackupSummary, BackupSet>,
  verified: ReadonlyMap<string, VerifiedState>,
): DayResult[] {
  const results = new Map<BackupSummary | BackupSet, DayResult>();
  for (const backup of backups) {
    const key = sets.get(backup) ?? backup;
    const state = dayStateOf(stateOfBackup(backup, verified.get(backup.id)));
    const { id, documents } = backup;
    const known = results.get(key);
    if (known === undefined) results.set(key, { at: backupTime(backup), state, backup: id, job: null, documents });
    else {
      known.state = worse(known.state, state);
      known.documents = known.documents === null || documents === null ? null : known.documents + documents;
    }
  }
  return [...results.values()];
}

function dayStateOf(state: BackupStateWord): DayState {
  switch (state) {
    case 'verified':
      return 'verified';
    case 'complete':
    case 'unknown':
      return 'not-verified';
    case 'unfinished':
    case 'incomplete':
      return 'unfinished';
    case 'damaged':
    case 'broken':
      return 'failed';
    default:
      return state satisfies never;
  }
}
