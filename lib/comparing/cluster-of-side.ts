import type { ComparedSide } from '../contract/comparison.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';
import type { SidesPlace } from './open-side.ts';
import type { Both } from './read-both.ts';
import { SIDE_CLUSTERS } from '../contract/side-clusters.ts';

const NAMES = ['left', 'right'] as const;

/** The cluster of each side: the job's own, or another one. Throws `not_found`. */
export const clustersOfSides = (
  place: Pick<SidesPlace, 'cluster' | 'other'>,
  sides: Both<ComparedSide>,
): Both<Cluster> => ({
  left: clusterOfSide(place, sides, 'left'),
  right: clusterOfSide(place, sides, 'right'),
});

export function clusterOfSide(
  { cluster, other }: Pick<SidesPlace, 'cluster' | 'other'>,
  sides: Both<ComparedSide>,
  name: 'left' | 'right',
): Cluster {
  const side = sides[name];
  if (side.kind === 'backup' || side.cluster === undefined) return cluster;
  if (other !== undefined) return other(side.cluster, SIDE_CLUSTERS[name]);
  throw new AppError('not_found', `There is no connection to ${SIDE_CLUSTERS[name]} here.`);
}

/** Throws `plan_changed` where the address of a side leads to another cluster than the one that was chosen. */
export async function assertSameSideClusters(
  place: Pick<SidesPlace, 'cluster' | 'other'>,
  sides: Both<ComparedSide>,
  signal: AbortSignal,
): Promise<void> {
  for (const name of NAMES) {
    const side = sides[name];
    if (side.kind === 'backup' || side.cluster === undefined) continue;
    const { uuid } = await clusterOfSide(place, sides, name).identity(signal);
    if (uuid === side.cluster.uuid) continue;
    throw new AppError(
      'plan_changed',
      `Another cluster answers at the address of ${SIDE_CLUSTERS[name]} since it was chosen.`,
      {
        hint: 'Check the address, and compare again.',
        details: { changes: [`Another cluster answers at the address of ${SIDE_CLUSTERS[name]}.`] },
      },
    );
  }
}
