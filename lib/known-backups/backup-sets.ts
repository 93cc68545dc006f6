import type { BackupSummary } from '../contract/backup.ts';
import { searchNamesOf, type AnyBackup } from './backups-of-alias.ts';

/** The backups of an alias's indices that one run made; each restores one index of the alias. */
export interface BackupSet {
  alias: string;
  /** At least two, by the name of their index. */
  members: readonly BackupSummary[];
}

/** Text that no name contains. */
const APART = '\n';

/** The set of each backup that is a part of one, in the view of the alias `preferred` where it belongs to that. Pure. */
export function backupSets(backups: readonly BackupSummary[], preferred?: string): Map<BackupSummary, BackupSet> {
  const byRun = new Map<string, BackupSummary[]>();
  for (const backup of backups) {
    const run = backup.manifest?.plan;
    if (run === undefined) continue;
    for (const alias of searchNamesOf(backup)) {
      const made = byRun.get(alias + APART + run);
      if (made) made.push(backup);
      else byRun.set(alias + APART + run, [backup]);
    }
  }
  const sets = new Map<string, BackupSet>();
  for (const [key, members] of byRun) {
    if (members.length < 2) continue;
    const sorted = [...members].sort((a, b) => (indexOf(a) < indexOf(b) ? -1 : 1));
    sets.set(key, { alias: key.slice(0, key.indexOf(APART)), members: sorted });
  }
  const setOf = new Map<BackupSummary, BackupSet>();
  for (const backup of backups) {
    const run = backup.manifest?.plan;
    if (run === undefined) continue;
    const names = [...(preferred === undefined ? [] : [preferred]), ...searchNamesOf(backup)];
    const set = names.map((alias) => sets.get(alias + APART + run)).find((found) => found?.members.includes(backup));
    if (set) setOf.set(backup, set);
  }
  return setOf;
}

const indexOf = ({ manifest, id }: BackupSummary): string => manifest?.index.name ?? id;

/** Backups, where those of one set count once. */
export const countBackups = (backups: readonly AnyBackup[], sets: ReadonlyMap<AnyBackup, BackupSet>): number =>
  new Set(backups.map((backup) => sets.get(backup) ?? backup)).size;
