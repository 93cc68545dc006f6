import type { BackupSummary } from '../contract/backup.ts';
import type { VerifiedState } from '../contract/backups-page.ts';
import { groupOfIndex } from '../contract/index-group.ts';
import type { IndexSummary } from '../contract/indices.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';
import type { MissingAlias } from '../contract/overview.ts';
import { newestFirst } from './alias-map.ts';
import { isGood } from './backup-state.ts';
import { backupTime } from './backups-of-alias.ts';

interface MissingAliasContext {
  /** Of this cluster only. */
  backups: readonly BackupSummary[];
  verified: ReadonlyMap<string, VerifiedState>;
  overdueAfterMs: number;
  now: number;
}

/**
 * Aliases that were backed up so lately that they must be in use, and that no index has now: searches for them fail. By
 * name. An alias whose last backup is older than the cluster's limit may have been retired. Pure.
 */
export function missingAliasesOf(indices: readonly IndexSummary[], context: MissingAliasContext): MissingAlias[] {
  const existing = new Set(indices.flatMap(({ aliases }) => aliases.map(({ alias }) => alias)));
  return [...lastGoodByAlias(context)]
    .filter(([alias]) => !existing.has(alias))
    .map(([alias, backup]) => missingAlias(alias, backup, indices, context.verified))
    .sort((a, b) => (a.alias < b.alias ? -1 : 1));
}

function lastGoodByAlias({ backups, verified, overdueAfterMs, now }: MissingAliasContext): Map<string, BackupSummary> {
  const last = new Map<string, BackupSummary>();
  for (const backup of backups) {
    if (now - Date.parse(backupTime(backup)) > overdueAfterMs || !isGood(backup, verified.get(backup.id))) continue;
    for (const { alias } of backup.manifest?.aliases ?? []) {
      const known = last.get(alias);
      if (!isOwnAlias(alias) && (known === undefined || backupTime(known) < backupTime(backup)))
        last.set(alias, backup);
    }
  }
  return last;
}

function missingAlias(
  alias: string,
  backup: BackupSummary,
  indices: readonly IndexSummary[],
  verified: MissingAliasContext['verified'],
): MissingAlias {
  const usable = indices.filter(
    ({ name, state, health, loading, documents }) =>
      groupOfIndex(name) === alias && state === 'open' && health !== 'red' && !loading && (documents ?? 0) > 0,
  );
  // The index that was backed up, else the newest one named after the alias.
  const source = indices.find(
    ({ uuid, state, health }) => uuid === backup.manifest?.index.uuid && state === 'open' && health !== 'red',
  );
  const index = source ?? newestFirst(usable)[0] ?? null;
  return {
    alias,
    nameIsIndex: indices.some(({ name }) => name === alias),
    backup: {
      id: backup.id,
      takenAt: backupTime(backup),
      documents: backup.documents,
      verified: verified.get(backup.id) ?? null,
    },
    index: index && { name: index.name, documents: index.documents },
  };
}
