import { lastUuidOf } from '../access/cluster-rules.ts';
import { roleOnCluster } from '../access/current-user.ts';
import type { Identity } from '../access/roles.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { Repository } from '../contract/repository.ts';
import { rememberDisplayedPlan } from '../jobs/displayed-plans.ts';
import { planChangeRepository } from '../kinds/change-repository/plan.ts';
import type { RepositoryAsked } from '../kinds/change-repository/review.ts';
import type { ChangeRepositoryPlan } from '../kinds/change-repository/schema.ts';
import { readsOf } from '../live/cluster-reads.ts';
import { singleFlight } from '../live/single-flight.ts';
import { placeOf, planRun } from './place.ts';

interface Viewer {
  cluster: ConfiguredCluster;
  identity: Identity;
}

/** The plan of a page, made once for all pages that ask the same. Throws AppError. */
export async function planRepositoryFor(viewer: Viewer, asked: RepositoryAsked): Promise<ChangeRepositoryPlan> {
  const { cluster, identity } = viewer;
  return rememberDisplayedPlan(
    await singleFlight(JSON.stringify(['repository', cluster.key, identity.name, asked]), cluster.name, (signal) =>
      planRepository(viewer, asked, signal),
    ),
  );
}

/** Made from the cluster as it is now. Throws AppError. */
export const planRepository = (
  { cluster, identity }: Viewer,
  asked: RepositoryAsked,
  signal?: AbortSignal,
): Promise<ChangeRepositoryPlan> =>
  planChangeRepository(placeOf(cluster), { ...asked, others: othersOf(cluster, identity) }, planRun(signal));

const OTHERS_MAX_AGE_MS = 8_000;

/**
 * The repositories of the other configured clusters, as far as they are known now: another cluster is not waited for, and
 * the next poll has its answer. Those of a cluster on which this person has no role are not named.
 */
function othersOf(cluster: ConfiguredCluster, identity: Identity): { cluster: string; repository: Repository }[] {
  const uuid = lastUuidOf(cluster);
  return (cluster.others?.() ?? []).flatMap((other) => {
    const known = readsOf(other.key).repositories.registered.peek(OTHERS_MAX_AGE_MS).value;
    // Another entry of the same cluster has the same repositories.
    if (known === null || known.identity.uuid === uuid) return [];
    const mayKnow = roleOnCluster(identity, other) !== null;
    return known.repositories.map((repository) =>
      mayKnow
        ? { cluster: other.name, repository }
        : { cluster: 'another configured cluster', repository: { ...repository, name: 'a repository' } },
    );
  });
}
