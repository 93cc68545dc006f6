import 'server-only';
import type { ConfiguredCluster } from '../config.ts';
import { AppError } from '../errors.ts';
import { authorise } from './authorise.ts';
import type { Permission } from './permissions.ts';

/**
 * Another cluster that a call names beside its own, for a person who may do this there, too. Throws `forbidden`, and `not_found` for an
 * unknown cluster and for one without a role.
 */
export async function otherCluster(
  key: string,
  needs: Permission,
  options: { polling?: boolean } = {},
): Promise<ConfiguredCluster> {
  const authorised = await authorise(key, needs, options);
  if (authorised === null) throw new AppError('not_found', `There is no cluster "${key}".`);
  return authorised.cluster;
}
