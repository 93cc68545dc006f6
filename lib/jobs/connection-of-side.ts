import { clusterConnection, findCluster } from '../config.ts';
import type { SideCluster } from '../contract/comparison.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError } from '../errors.ts';

/** The connection of a side's cluster. `called`: for the error. Throws `not_found` where it is not, or no longer, configured. */
export function connectionOfSide({ key }: Pick<SideCluster, 'key'>, called: string): Cluster {
  if (key !== null && findCluster(key) !== null) return clusterConnection(key);
  throw new AppError('not_found', `There is no entry for ${called} in the configuration now.`, {
    hint: 'Put it back into the configuration, or do this from the command line.',
  });
}
