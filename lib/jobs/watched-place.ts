import type { Place } from '../backups/sources.ts';
import { calledCluster } from '../elasticsearch/client/called-cluster.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { retryingCluster, type RetryOptions } from '../elasticsearch/client/retrying-cluster.ts';
import { watchedCluster, type OpenRequest } from '../elasticsearch/client/watched-cluster.ts';

/** The place of a running job: every cluster with retries, and the request that has waited longest for any of them; null: none waits. */
export function watchedPlace(
  place: Place,
  options: RetryOptions,
): { place: Place; openRequest: () => OpenRequest | null } {
  const own = watchedCluster(retryingCluster(place.cluster, options));
  const watched = [own];
  const others = new Map<string, Cluster>();
  const { other } = place;
  const watchedOther: NonNullable<Place['other']> = (of, called) => {
    const known = others.get(called);
    if (known !== undefined) return known;
    const added = watchedCluster(retryingCluster(calledCluster(other!(of, called), called), options), called);
    watched.push(added);
    others.set(called, added.cluster);
    return added.cluster;
  };
  return {
    place: { ...place, cluster: own.cluster, ...(other === undefined ? {} : { other: watchedOther }) },
    openRequest: () => longestOf(watched.map(({ openRequest }) => openRequest())),
  };
}

const longestOf = (requests: readonly (OpenRequest | null)[]): OpenRequest | null =>
  requests.reduce(
    (longest, each) => (longest === null || (each !== null && each.since < longest.since) ? each : longest),
    null,
  );
