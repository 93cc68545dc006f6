import type { BackupSummary } from '../contract/backup.ts';
import type { VerifiedState } from '../contract/backups-page.ts';
import { groupOfIndex } from '../contract/index-group.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';
import type { MissingAlias, RowBackup } from '../contract/overview.ts';
import { newestFirst } from './alias-map.ts';
import type { BackupMarks } from '../known-backups/backup-marks.ts';
import { isGoodBackup } from '../known-backups/backup-state.ts';
import {
  backupTime,
  expectedOf,
  isSince,
  isSnapshot,
  type AnyBackup,
  type DueBackups,
} from '../known-backups/backups-of-alias.ts';
import { partOf } from './part-of-alias.ts';
import { rowBackup } from './row-backup.ts';
import type { SnapshotSummary } from '../known-backups/snapshot-summary.ts';

interface MissingAliasContext extends DueBackups {
  /** Of this cluster only. */
  backups: readonly BackupSummary[];
  snapshots?: readonly SnapshotSummary[];
  verified: ReadonlyMap<string, VerifiedState>;
  marks?: BackupMarks;
}

/**
 * Aliases that were backed up so lately that they must be in use, and that no index has now: searches for them fail. By
 * name. An alias whose last backup is older than the cluster's limit, and than the last run of its schedule, may have been retired.
 * Pure.
 */
export function missingAliasesOf(indices: readonly IndexSummary[], context: MissingAliasContext): MissingAlias[] {
  const existing = new Set(indices.flatMap(({ aliases }) => aliases.map(({ alias }) => alias)));
  const { backups, snapshots = [] } = context;
  const [zipOf, snapshotOf] = [lastGoodByAlias(backups, context), lastGoodByAlias(snapshots, context)];
  return [...new Set([...zipOf.keys(), ...snapshotOf.keys()])]
    .filter((alias) => !existing.has(alias))
    .map((alias) => missingAlias(alias, [zipOf.get(alias), snapshotOf.get(alias)], indices, context))
    .sort((a, b) => (a.alias < b.alias ? -1 : 1));
}

/** The aliases that the index or the indices of a backup had. */
const aliasesOf = (backup: AnyBackup): readonly string[] =>
  isSnapshot(backup) ? backup.aliases : (backup.manifest?.aliases ?? []).map(({ alias }) => alias);

function lastGoodByAlias(
  backups: readonly AnyBackup[],
  { verified, ...due }: MissingAliasContext,
): Map<string, AnyBackup> {
  const last = new Map<string, AnyBackup>();
  for (const backup of backups) {
    if (!isGoodBackup(backup, verified)) continue;
    for (const alias of aliasesOf(backup)) {
      if (isOwnAlias(alias) || !isRecent(alias, backup, due)) continue;
      const known = last.get(alias);
      if (known === undefined || backupTime(known) < backupTime(backup)) last.set(alias, backup);
    }
  }
  return last;
}

/** An alias that is gone is not backed up by the next run: the cluster's limit holds as well. */
function isRecent(alias: string, backup: AnyBackup, { expectedAt, overdueAfterMs, now }: DueBackups): boolean {
  const time = backupTime(backup);
  if (now - Date.parse(time) <= overdueAfterMs) return true;
  const expected = expectedOf(alias, [], expectedAt);
  return expected !== null && isSince(time, expected);
}

function missingAlias(
  alias: string,
  ofBothKinds: readonly (AnyBackup | undefined)[],
  indices: readonly IndexSummary[],
  context: MissingAliasContext,
): MissingAlias {
  const [backup, ...others] = ofBothKinds
    .filter((each) => each !== undefined)
    .sort((a, b) => (backupTime(a) < backupTime(b) ? 1 : -1));
  const usable = indices.filter(
    ({ name, state, health, loading, documents }) =>
      groupOfIndex(name) === alias && state === 'open' && health !== 'red' && !loading && (documents ?? 0) > 0,
  );
  // The index that was backed up, else the newest one named after the alias.
  const uuid = partOf(backup!, alias).uuid;
  const source = indices.find((each) => each.uuid === uuid && each.state === 'open' && each.health !== 'red');
  const index = source ?? newestFirst(usable)[0] ?? null;
  const shown = (each: AnyBackup) => withoutIndex(rowBackup(each, alias, undefined, context));
  return {
    alias,
    nameIsIndex: indices.some(({ name }) => name === alias),
    backup: shown(backup!),
    ...(others.length === 0 ? {} : { otherBackups: others.map(shown) }),
    index: index && { name: index.name, documents: index.documents },
  };
}

const withoutIndex = ({ index: _, ...backup }: RowBackup): MissingAlias['backup'] => backup;
