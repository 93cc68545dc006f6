import 'server-only';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import type { Actor } from '../contract/job.ts';
import { clusterConnection, findCluster, type ConfiguredCluster } from '../config.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import type { Permitted } from './permissions.ts';
import { PATH_HEADER } from './request-address.ts';
import type { Identity } from './roles.ts';
import { withStrictestRules, entriesOfSameCluster } from './cluster-rules.ts';
import { safeReturn } from './session-cookie.ts';
import { permissionsHere } from './shared-rules.ts';
import { actorOf, roleOnCluster, currentUser } from './current-user.ts';

export interface OpenedCluster {
  /** With the protection that holds for it under any of its entries. */
  cluster: ConfiguredCluster;
  /** What protects it without its own entry saying so; null: nothing. A cluster that this person has no role on has no name. */
  protectedBy: string | null;
  actor: Actor;
  connection: Cluster;
  /** For each permission whether the actor has it here, and why not: plain data for buttons. */
  may: Permitted;
}

/**
 * What every page below `[cluster]` begins with: reads the session, redirects to the sign-in without one, and answers
 * 404 for a cluster that isn't configured as for one this person has no role on.
 */
export async function openCluster(params: Promise<{ cluster: string }>): Promise<OpenedCluster> {
  const { cluster: key } = await params;
  const { identity, address } = await currentUser();
  if (!identity)
    redirect(`/sign-in?to=${encodeURIComponent(safeReturn((await headers()).get(PATH_HEADER) ?? `/${key}`))}`);
  const cluster = findCluster(key);
  const role = cluster ? roleOnCluster(identity, cluster) : null;
  if (!cluster || !role) notFound();
  return {
    cluster: withStrictestRules(cluster),
    protectedBy: protectedBy(cluster, identity),
    actor: actorOf(identity, role, address),
    connection: clusterConnection(key),
    may: await permissionsHere(identity, role, cluster),
  };
}

function protectedBy(cluster: ConfiguredCluster, identity: Identity): string | null {
  if (withStrictestRules(cluster) === cluster) return null;
  const named = entriesOfSameCluster(cluster).find(
    (other) => other.protected && roleOnCluster(identity, other) !== null,
  );
  return named?.name ?? 'another entry of the configuration';
}
