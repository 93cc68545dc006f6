import { requireAliasName } from '../../aliases/require-alias-name.ts';
import { aliasName, newIndexName } from '../../contract/names.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { AppError } from '../../errors.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { SETTING } from '../../target/settings/setting-names.ts';
import type { KnownIndex } from '../../snapshots/known-index.ts';
import { aliasOfBackup } from '../restore/choose-alias.ts';
import { restoredName } from '../restore/restored-name.ts';
import type { RestoreSnapshotRequest } from './request.ts';
import type { SourceSettings } from './settings.ts';

/** Identifies the backup in the names of restored indices, as the SHA-256 of a file does. */
export const snapshotKey = (uuid: string, index: string): string => fingerprintOf({ snapshot: uuid, index });

/** The alias of the request, else the one that the snapshot was taken for; null: none moves. Throws `invalid_input`. */
export function chooseSnapshotAlias(
  request: RestoreSnapshotRequest,
  known: Pick<KnownIndex, 'aliases'>,
): string | null {
  if (request.alias !== undefined) return requireAliasName(request.alias);
  if (known.aliases.length === 0) return null;
  const alias = aliasOfBackup({ index: request.index, aliases: known.aliases });
  return alias !== null && aliasName.safeParse(alias).success ? alias : null;
}

/** The name of the request, or a new one of `group`. Throws `index_exists` and `invalid_input`. */
export function chooseName(
  { into }: Pick<RestoreSnapshotRequest, 'into'>,
  group: string,
  key: string,
  indices: readonly Pick<IndexSummary, 'name'>[],
): string {
  const isTaken = (name: string) => indices.some((index) => index.name === name);
  const name = into ?? restoredName(group, key, isTaken);
  const { success, error } = newIndexName.safeParse(name);
  if (!success)
    throw new AppError('invalid_input', `An index can’t be called ${name}: ${error.issues[0]?.message ?? ''}`, {
      ...(into === undefined ? { hint: 'Name the alias, or the new index.' } : {}),
      details: { field: 'into', fields: { [into === undefined ? 'alias' : 'into']: error.issues[0]?.message } },
    });
  if (name.startsWith('.'))
    throw new AppError('invalid_input', `An index can’t be called ${name}: such names belong to the cluster itself.`, {
      hint: 'Choose a name without the dot at its beginning.',
      details: { field: 'into', fields: { into: 'A name with a dot at its beginning belongs to the cluster itself.' } },
    });
  if (!isTaken(name)) return name;
  throw new AppError('index_exists', `${name} exists, and a snapshot is only restored beside what is there.`, {
    hint: 'Choose another name, or leave it out.',
    details: { index: name, fields: { into: `${name} exists.` } },
  });
}

/** The number of the request, of the index at that time, or of the live one; else one. */
export function chooseReplicas(
  request: Pick<RestoreSnapshotRequest, 'replicas'>,
  known: Pick<KnownIndex, 'replicas'>,
  source: SourceSettings,
  live: readonly Pick<IndexSummary, 'replicas'>[],
): { number: number; from: string } {
  if (request.replicas !== undefined) return { number: request.replicas, from: 'your number' };
  if (known.replicas !== null) return { number: known.replicas, from: 'as many as it had' };
  const ofSource = Number(source?.[SETTING.replicas] ?? Number.NaN);
  if (Number.isInteger(ofSource))
    return { number: ofSource, from: 'as many as the index has now that it was taken of' };
  if (live.length > 0)
    return { number: Math.max(...live.map(({ replicas }) => replicas)), from: 'as many as the live index has' };
  return { number: 1, from: 'the usual number: how many it had is not known' };
}
