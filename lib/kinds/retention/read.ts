import {
  readKnownBackups,
  type BackupKnowledge,
  type KnownBackups,
  type KnownRepository,
} from '../../backups/known-backups.ts';
import type { Place } from '../../backups/sources.ts';
import { AppError, isAppError } from '../../errors.ts';

interface Where {
  source: string | null;
  repository: string | null;
}

/**
 * Every backup that can be read, in the place that is decided about and elsewhere: the last good one may be there. A user who
 * may not list snapshots can delete zip files all the same.
 */
export async function readEverything(
  place: Place,
  { repository, source }: Where,
  knowledge: BackupKnowledge,
  signal: AbortSignal,
): Promise<KnownBackups> {
  if (source === null && repository === null)
    throw new AppError('invalid_input', 'Retention needs a place: a source of zip files, or a repository.');
  const read = (repositories: readonly string[] | null) =>
    readKnownBackups(place, { source, repositories }, knowledge, signal);
  try {
    const known = await read(null);
    const isMissing = repository !== null && !known.repositories.some(({ name }) => name === repository);
    return isMissing ? await read([repository]) : known;
  } catch (error) {
    if (repository !== null || !isAppError(error) || error.code !== 'forbidden') throw error;
    return await read([]);
  }
}

/** Why the place that is decided about can't be read, as a sentence; null: it can. */
export function problemOf(known: KnownBackups, { repository }: Pick<Where, 'repository'>): string | null {
  return repository === null ? (known.zips?.listing.problem ?? null) : repositoryOf(known, repository).problem;
}

export const repositoryOf = (known: KnownBackups, repository: string): KnownRepository =>
  known.repositories.find(({ name }) => name === repository) ?? {
    name: repository,
    readOnly: false,
    snapshots: null,
    problem: `There is no repository ${repository} on the cluster.`,
  };
