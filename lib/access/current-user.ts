import 'server-only';
import { headers } from 'next/headers';
import { cache } from 'react';
import type { Actor } from '../contract/job.ts';
import { configuration, configuredClusters, type ConfiguredCluster } from '../config.ts';
import { clientAddress } from './client-address.ts';
import { identify } from './identify.ts';
import type { Role } from './permissions.ts';
import { roleOn, type Identity } from './roles.ts';

/** The person who sent this request; null: not signed in. Read once per request. Polling and prefetching keep no session alive. */
export const currentUser = cache(
  async (polling: boolean = false): Promise<{ identity: Identity | null; address: string | null }> => {
    const sent = await headers();
    return {
      identity: await identify(sent, !polling && sent.get('next-router-prefetch') === null),
      address: clientAddress(sent),
    };
  },
);

export const roleOnCluster = (identity: Identity, cluster: ConfiguredCluster): Role | null =>
  roleOn(identity, cluster, configuration().roles);

/** The clusters on which a person has any role. */
export const clustersOf = (identity: Identity): ConfiguredCluster[] =>
  configuredClusters().filter((cluster) => roleOnCluster(identity, cluster) !== null);

export const actorOf = (identity: Identity, role: Role, address: string | null): Actor => ({
  name: identity.name,
  role,
  address,
});
