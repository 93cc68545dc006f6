import { configuration } from '../config/loaded.ts';
import type { ConfiguredCluster } from '../config/configuration.ts';
import { AppError } from '../errors.ts';
import { mayDo } from './permissions.ts';
import { roleOn, type Identity } from './roles.ts';
import { entriesOfSameCluster } from './cluster-rules.ts';

/** Whether this person may also move aliases under the other entries of the configuration that protect this cluster. */
export const mayApprove = (cluster: ConfiguredCluster, identity: Identity): boolean =>
  entriesOfSameCluster(cluster)
    .filter((entry) => entry.protected)
    .every((other) => {
      const role = roleOn(identity, other, configuration().roles);
      return role !== null && mayDo(role, 'switch', { ...other, readOnly: false }).allowed;
    });

/** Throws forbidden. */
export function requireMayApprove(cluster: ConfiguredCluster, identity: Identity): void {
  if (mayApprove(cluster, identity)) return;
  throw new AppError(
    'forbidden',
    'Another entry of the configuration protects this cluster, and gives you no role that may approve.',
    { hint: 'Ask somebody who may move aliases under that entry.' },
  );
}
