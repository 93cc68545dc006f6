import { configuration } from '../config/loaded.ts';
import type { ConfiguredCluster } from '../config/configuration.ts';
import { AppError } from '../errors.ts';
import { mayDo, type Permission, type Role, type Verdict } from './permissions.ts';
import { roleOn, type Identity } from './roles.ts';
import { entriesOfSameCluster } from './cluster-rules.ts';

/** Needed to approve or decline a plan: when it is approved, and still when it is applied. */
export const APPROVE: Permission = 'switch';

/** What people may do by it, as refusals say it. */
export const ASKS = 'ask for approval';
export const APPROVES = 'approve a plan';
export const DECLINES = 'decline a plan';
export const WITHDRAWS = 'withdraw a request';

/** Whether a person with this role may ask, and may approve, or why not, for buttons. */
export function approvalVerdicts(
  cluster: ConfiguredCluster,
  identity: Identity,
  role: Role,
): { ask: Verdict; approve: Verdict } {
  const approves = mayDo(role, APPROVE, cluster, APPROVES);
  return {
    ask: mayDo(role, 'switch', cluster, ASKS),
    approve: !approves.allowed || mayApprove(cluster, identity) ? approves : { allowed: false, why: NO_ROLE_ELSEWHERE },
  };
}

const NO_ROLE_ELSEWHERE =
  'Another entry of the configuration protects this cluster, and gives you no role that may approve.';

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
  throw new AppError('forbidden', NO_ROLE_ELSEWHERE, { hint: 'Ask somebody who may switch aliases under that entry.' });
}
