import 'server-only';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import type { Actor } from '../contract/job.ts';
import { clusterConnection, findCluster, type ConfiguredCluster } from '../config.ts';
import type { Cluster } from '../elasticsearch/cluster.ts';
import { permissionsOf, type Permitted } from './permissions.ts';
import { PATH_HEADER } from './request-address.ts';
import { safeReturn } from './session-cookie.ts';
import { actorOf, roleOnCluster, whoIsAsking } from './who.ts';

export interface OpenedCluster {
  cluster: ConfiguredCluster;
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
  const { identity, address } = await whoIsAsking();
  if (!identity)
    redirect(`/sign-in?to=${encodeURIComponent(safeReturn((await headers()).get(PATH_HEADER) ?? `/${key}`))}`);
  const cluster = findCluster(key);
  const role = cluster ? roleOnCluster(identity, cluster) : null;
  if (!cluster || !role) notFound();
  return {
    cluster,
    actor: actorOf(identity, role, address),
    connection: clusterConnection(key),
    may: permissionsOf(role, cluster),
  };
}
