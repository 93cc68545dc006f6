import type { Verification } from '../../contract/backup.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import { newIndexName } from '../../contract/names.ts';
import { readBackupName } from '../../archive/backup-names.ts';
import { AppError } from '../../errors.ts';
import type { ClusterState } from './read-cluster-state.ts';
import type { RestoreRequest } from './request.ts';
import { isMadeFrom, restoredName } from './restored-name.ts';

export interface RestoreTarget {
  name: string;
  existing: IndexSummary | null;
  /** An earlier run of the same restore created the index and did not finish. */
  resumes: boolean;
}

/** The index exists, and the restore did not create it: the restore adds documents to it. */
export const addsToExisting = (target: RestoreTarget): target is RestoreTarget & { existing: IndexSummary } =>
  target.existing !== null && !target.resumes;

/**
 * The index of the request; else one that an unfinished run of the same restore created; else a new name.
 * Throws `invalid_input` where no index can have the name.
 */
export async function chooseTarget(
  { alias, indices }: Pick<ClusterState, 'alias' | 'indices'>,
  verification: Verification,
  request: RestoreRequest,
  isUnfinished: (index: IndexSummary) => Promise<boolean>,
): Promise<RestoreTarget> {
  const group = alias ?? verification.manifest?.index.name ?? readBackupName(verification.id).group;
  const find = (name: string) => indices.find((index) => index.name === name) ?? null;
  if (request.into !== undefined) {
    const existing = find(request.into);
    if (existing === null) requireIndexName(request.into);
    return { name: request.into, existing, resumes: existing !== null && (await isUnfinished(existing)) };
  }
  for (const index of indices) {
    if (index.aliases.length === 0 && isMadeFrom(index.name, group, verification.sha256) && (await isUnfinished(index)))
      return { name: index.name, existing: index, resumes: true };
  }
  const name = restoredName(group, verification.sha256, (candidate) => find(candidate) !== null);
  requireNameFromGroup(name, group);
  return { name, existing: null, resumes: false };
}

function requireIndexName(name: string): void {
  const { success, error } = newIndexName.safeParse(name);
  if (success) return;
  const message = error.issues[0]?.message;
  throw new AppError('invalid_input', `An index can’t be called ${name}: ${message ?? ''}`, {
    details: { field: 'into', fields: { into: message } },
  });
}

function requireNameFromGroup(name: string, group: string): void {
  const { success, error } = newIndexName.safeParse(name);
  if (success) return;
  const message = error.issues[0]?.message;
  throw new AppError('invalid_input', `No index name can be made of ${group}: ${message ?? ''}`, {
    hint: 'Name the alias, or the new index.',
    details: { fields: { alias: message } },
  });
}
