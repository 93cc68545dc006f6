import { configuration } from '../config/loaded.ts';
import type { ConfiguredCluster } from '../config/configuration.ts';
import { AppError } from '../errors.ts';
import { mayDo } from './permissions.ts';
import { roleOn, type Identity } from './roles.ts';
import { entriesOfSameCluster } from './cluster-rules.ts';

/** Where another entry of the configuration protects this cluster, a second person is one who may move its aliases there too. */
export const isOutsider = (cluster: ConfiguredCluster, identity: Identity): boolean =>
  entriesOfSameCluster(cluster)
    .filter((entry) => entry.protected)
    .some((other) => {
      const role = roleOn(identity, other, configuration().roles);
      return role === null || !mayDo(role, 'switch', { ...other, readOnly: false }).allowed;
    });

/** Throws forbidden. */
export function refuseOutsider(cluster: ConfiguredCluster, identity: Identity): void {
  if (!isOutsider(cluster, identity)) return;
  throw new AppError(
    'forbidden',
    'Another entry of the configuration protects this cluster, and gives you no role that may approve.',
    { hint: 'Ask somebody who may move aliases under that entry.' },
  );
}
