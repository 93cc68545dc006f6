import { locationOf, type Repository } from '../contract/repository.ts';
import type { SharedRepository } from '../contract/shared-repository.ts';

/** A path that is relative to a setting of each cluster says nothing about another cluster. */
function comparableLocation(repository: Repository): string | null {
  const location = locationOf(repository);
  if (location === null || (repository.type === 'fs' && !location.startsWith('/'))) return null;
  return location.replace(/\/+$/, '');
}

/** Which repositories of this cluster are at the same place as one of another cluster. Pure. */
export function sharedRepository(there: Repository | null, here: readonly Repository[]): SharedRepository {
  if (there === null) return { location: null, type: null, here: [] };
  const location = comparableLocation(there);
  return {
    location,
    type: there.type,
    here:
      location === null
        ? []
        : here
            .filter((each) => each.type === there.type && comparableLocation(each) === location)
            .map(({ name }) => name),
  };
}
