import { chooseMembership } from '../../aliases/choose-membership.ts';
import { toAliasState } from '../../aliases/alias-targets.ts';
import { requireAliasName } from '../../aliases/require-alias-name.ts';
import { readBackupName } from '../../archive/backup-names.ts';
import type { BackupManifest, Verification } from '../../contract/backup.ts';
import { groupOfIndex } from '../../contract/index-group.ts';
import type { AliasMembership } from '../../contract/indices.ts';
import { isOwnAlias } from '../../contract/loading-alias.ts';
import { aliasName } from '../../contract/names.ts';
import type { AliasState, AliasTarget } from '../../contract/plan.ts';
import type { RestoreRequest } from './request.ts';
import { isMadeFrom } from './restored-name.ts';

/**
 * The alias of the request; else the alias that the index had when it was backed up; else the one that the name of the
 * file or of the index contains; null: none. Throws `invalid_input` for a request that is no alias's name.
 */
export function chooseAlias(verification: Verification, request: RestoreRequest): string | null {
  if (request.alias !== undefined) return requireAliasName(request.alias);
  const { manifest } = verification;
  const alias = manifest === null ? readBackupName(verification.id).group : aliasInManifest(manifest);
  return alias !== null && aliasName.safeParse(alias).success ? alias : null;
}

function aliasInManifest({ aliases, group, index }: BackupManifest): string | null {
  return group === index.name ? aliasOfBackup({ index: index.name, aliases }) : group;
}

/** The index that a backup was made from, with its aliases at that time. `sha256` identifies the backup in the names of restored indices. */
export interface BackedUpIndex {
  index: string;
  uuid: string | null;
  sha256: string;
  aliases: readonly AliasMembership[];
}

export const backedUpIndex = (manifest: BackupManifest | null): BackedUpIndex | null =>
  manifest && {
    index: manifest.index.name,
    uuid: manifest.index.uuid,
    sha256: manifest.objects.sha256,
    aliases: manifest.aliases,
  };

/** The alias that an index was backed up for: the one that its name contains, else the first one, else the one in its name. */
export function aliasOfBackup({ index, aliases }: Pick<BackedUpIndex, 'index' | 'aliases'>): string | null {
  const users = aliases.map(({ alias }) => alias).filter((alias) => !isOwnAlias(alias));
  return users.find((alias) => index.startsWith(`${alias}-`)) ?? users[0] ?? groupOfIndex(index);
}

/**
 * What the alias points to after the restore: the new index alone. Where it points to several indices and the backup is
 * of one of them, only that one, or its earlier restore, is replaced. Filter, routing and write flag of the replaced index are kept.
 */
export function aliasAfter(
  alias: string,
  target: string,
  before: readonly AliasTarget[],
  backup: BackedUpIndex | null,
): AliasState {
  const replaced =
    before.length > 1 ? before.find(({ index, uuid }) => isOfBackup(alias, index, uuid, backup)) : undefined;
  if (replaced)
    return [
      ...toAliasState(before.filter((other) => other !== replaced && other.index !== target)),
      { index: target, uuid: '', membership: replaced.membership },
    ];
  // An alias that no longer exists is created as it was when the backup was made.
  const backedUp = before.length === 0 ? backup?.aliases.find((membership) => membership.alias === alias) : undefined;
  return [{ index: target, uuid: '', membership: backedUp ?? chooseMembership(alias, target, before).membership }];
}

/** The index that was backed up, or one that an earlier restore of the same backup created. */
const isOfBackup = (alias: string, index: string, uuid: string, backup: BackedUpIndex | null): boolean =>
  backup !== null && (index === backup.index || uuid === backup.uuid || isMadeFrom(index, alias, backup.sha256));
