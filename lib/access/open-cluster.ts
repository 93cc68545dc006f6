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
import { approvalVerdicts } from './second-person.ts';
import { permissionsHere } from './shared-rules.ts';
import { actorOf, roleOnCluster, currentUser } from './current-user.ts';

export interface OpenedCluster {
  /** With the strictest protection of its entries. */
  cluster: ConfiguredCluster;
  /** The other entry that protects it, by name if this person has a role there; null: only its own entry, or none. */
  protectedBy: string | null;
  actor: Actor;
  identity: Identity;
  connection: Cluster;
  /** For each permission whether the actor has it here, or why not; plain data for buttons. */
  may: Permitted;
  /** The same for approvals: whether the actor may ask for one, and approve or decline. */
  approvals: ReturnType<typeof approvalVerdicts>;
}

/**
 * Called first by every page below `[cluster]`. Redirects to the sign-in without a session; responds with 404 for a
 * cluster that is not configured, and for one without a role.
 */
export async function openCluster(params: Promise<{ cluster: string }>): Promise<OpenedCluster> {
  const { cluster: key } = await params;
  const { identity, address } = await currentUser();
  if (!identity)
    redirect(`/sign-in?to=${encodeURIComponent(safeReturn((await headers()).get(PATH_HEADER) ?? `/${key}`))}`);
  const cluster = findCluster(key);
  const role = cluster ? roleOnCluster(identity, cluster) : null;
  if (!cluster || !role) notFound();
  const strictest = withStrictestRules(cluster);
  return {
    cluster: strictest,
    protectedBy: protectedBy(cluster, identity),
    actor: actorOf(identity, role, address),
    identity,
    connection: clusterConnection(key),
    may: await permissionsHere(identity, role, cluster),
    approvals: approvalVerdicts(strictest, identity, role),
  };
}

function protectedBy(cluster: ConfiguredCluster, identity: Identity): string | null {
  if (withStrictestRules(cluster) === cluster) return null;
  const named = entriesOfSameCluster(cluster).find(
    (other) => other.protected && roleOnCluster(identity, other) !== null,
  );
  return named?.name ?? 'another entry of the configuration';
}
