import 'server-only';
import type { Actor } from '../contract/job.ts';
import { findCluster, type ConfiguredCluster } from '../config.ts';
import { AppError } from '../errors.ts';
import { learnClusterUuids } from '../jobs/learn-cluster-uuids.ts';
import { mayDo, type Permission } from './permissions.ts';
import { withStrictestRules } from './cluster-rules.ts';
import { mayDoHere } from './shared-rules.ts';
import { actorOf, clustersOf, roleOnCluster, currentUser } from './current-user.ts';
import type { Identity } from './roles.ts';

export interface Authorised {
  actor: Actor;
  /** With the strictest protection of its entries. */
  cluster: ConfiguredCluster;
  identity: Identity;
}

export async function signedIn(polling = false): Promise<{ identity: Identity; address: string | null }> {
  const { identity, address } = await currentUser(polling);
  if (identity) return { identity, address };
  throw new AppError('unauthorised', 'You are not signed in, or your session has ended.', {
    hint: 'Sign in again in this tab: what you typed is kept.',
  });
}

/**
 * Throws AppError unauthorised, forbidden, not_found. `key` null: the cluster could not be read; then null is returned,
 * and only those who may not do this on any cluster are refused.
 */
export async function authorise(
  key: string | null,
  needs: Permission,
  { polling = false, verb }: { polling?: boolean; verb?: string | undefined } = {},
): Promise<Authorised | null> {
  const { identity, address } = await signedIn(polling);
  const cluster = key === null ? null : findCluster(key);
  const role = cluster ? roleOnCluster(identity, cluster) : null;
  if (cluster && role) {
    if (!polling) await learnClusterUuids(cluster);
    const verdict = await mayDoHere(identity, role, cluster, needs, verb);
    if (!verdict.allowed)
      throw new AppError('forbidden', verdict.why, {
        hint: 'Ask somebody who may do it, or ask an administrator to change your role in the configuration.',
      });
    return { actor: actorOf(identity, role, address), cluster: withStrictestRules(cluster), identity };
  }
  const able = clustersOf(identity).some(
    (other) => mayDo(roleOnCluster(identity, other)!, needs, { ...other, readOnly: false }).allowed,
  );
  if (!able)
    throw new AppError('forbidden', 'Your role does not allow this.', {
      hint: 'Ask somebody who may do it, or ask an administrator to change your role in the configuration.',
    });
  if (key === null) return null;
  // The same answer for an unknown cluster and for one without a role, so that names can't be guessed.
  throw new AppError('not_found', `There is no cluster "${key.slice(0, 63)}".`, {
    hint: 'Choose one from the first page.',
  });
}
