import type { BackupManifest, Verification } from '../../contract/backup.ts';
import { groupOfIndex } from '../../contract/index-group.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { isOwnAlias } from '../../contract/loading-alias.ts';
import { aliasName, newIndexName } from '../../contract/names.ts';
import { readBackupName } from '../../archive/backup-names.ts';
import { AppError } from '../../errors.ts';
import { requireAliasName } from '../../aliases/require-alias-name.ts';
import type { RestoreRequest } from './request.ts';
import { isMadeFrom, restoredName } from './restored-name.ts';

export interface RestoreTarget {
  name: string;
  existing: IndexSummary | null;
  /** An index that a restore of this very backup began and never finished. */
  resumes: boolean;
}

/** Given; else what the index was known by when it was backed up; else what the file's or the index's name tells. Throws invalid_input. */
export function aliasOf(verification: Verification, request: RestoreRequest): string | null {
  if (request.alias !== undefined) return requireAliasName(request.alias);
  const { manifest } = verification;
  const named = manifest === null ? readBackupName(verification.id).group : nameIn(manifest);
  return named !== null && aliasName.safeParse(named).success ? named : null;
}

function nameIn({ aliases, group, index }: BackupManifest): string | null {
  if (group !== index.name) return group;
  const known = aliases.map(({ alias }) => alias).filter((alias) => !isOwnAlias(alias));
  return known.find((alias) => index.name.startsWith(`${alias}-`)) ?? known[0] ?? groupOfIndex(index.name);
}

/**
 * The index named; else a half-filled one of this very backup; else a new name. `begun`: whether an index is one that this
 * very restore began and never finished. Throws `invalid_input` where no index can have that name.
 */
export async function chooseTarget(
  indices: readonly IndexSummary[],
  verification: Verification,
  alias: string | null,
  request: RestoreRequest,
  begun: (index: IndexSummary) => Promise<boolean>,
): Promise<RestoreTarget> {
  const group = alias ?? verification.manifest?.index.name ?? readBackupName(verification.id).group;
  const find = (name: string) => indices.find((index) => index.name === name) ?? null;
  if (request.into !== undefined) {
    const existing = find(request.into);
    const parsed = newIndexName.safeParse(request.into);
    if (existing === null && !parsed.success)
      throw new AppError(
        'invalid_input',
        `An index can’t be called ${request.into}: ${parsed.error.issues[0]?.message ?? ''}`,
        { details: { field: 'into', fields: { into: parsed.error.issues[0]?.message } } },
      );
    return { name: request.into, existing, resumes: existing !== null && (await begun(existing)) };
  }
  for (const index of indices) {
    if (index.aliases.length === 0 && isMadeFrom(index.name, group, verification.sha256) && (await begun(index)))
      return { name: index.name, existing: index, resumes: true };
  }
  const name = restoredName(group, verification.sha256, (candidate) => find(candidate) !== null);
  const parsed = newIndexName.safeParse(name);
  if (!parsed.success)
    throw new AppError(
      'invalid_input',
      `No index name can be made of ${group}: ${parsed.error.issues[0]?.message ?? ''}`,
      { hint: 'Name the alias, or the new index.', details: { fields: { alias: parsed.error.issues[0]?.message } } },
    );
  return { name, existing: null, resumes: false };
}
