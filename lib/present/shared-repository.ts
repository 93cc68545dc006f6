import { locationOf, placeOfRepository, type Repository } from '../contract/repository.ts';
import type { SharedRepository } from '../contract/shared-repository.ts';

/**
 * Which repositories of this cluster have the type and location of one of another cluster. The same words may be two
 * places: only the uuid of a snapshot tells that both reach it. Pure.
 */
export function sharedRepository(there: Repository | null, here: readonly Repository[]): SharedRepository {
  if (there === null) return { location: null, type: null, here: [] };
  const place = placeOfRepository(there);
  return {
    location: place === null ? null : locationOf(there),
    type: there.type,
    here: place === null ? [] : here.filter((each) => placeOfRepository(each) === place).map(({ name }) => name),
  };
}
