import { entriesOf } from '../../contract/by-name.ts';
import { capabilitiesOf } from '../capabilities.ts';
import type { Cluster } from '../client/cluster.ts';
import { nullIfForbidden } from '../client/response-error.ts';
import { anything, flag, listOf, named, object, optional, orNull, record, text } from '../client/shape.ts';
import { missingOf, type MissingPrivilege, type RequiredPrivileges } from '../privileges.ts';

/** Who the cluster says that we are. */
export interface ClusterUser {
  name: string;
  roles: string[];
  /** The name of the API key; null: a password, or the cluster does not tell. */
  apiKey: string | null;
}

/** Statuses of a server without security: it does not know the address. */
const NO_SECURITY = [400, 404, 405];

/** False where our user may not read what the cluster is: then the answers of Elasticsearch decide. */
export async function isOpenSearch(cluster: Cluster, signal?: AbortSignal): Promise<boolean> {
  const identity = await nullIfForbidden(cluster.identity(signal));
  return identity !== null && capabilitiesOf(identity).opensearch;
}

const elasticsearchUser = object({
  username: text,
  roles: listOf(text),
  api_key: optional(object({ name: optional(text) })),
});
const opensearchUser = object({ user_name: text, roles: optional(listOf(text)) });

/** null: the cluster has no security, or none that is known here. Throws `unauthorised`, `unreachable`. */
export async function readUser(cluster: Cluster, signal?: AbortSignal): Promise<ClusterUser | null> {
  if (await isOpenSearch(cluster, signal)) {
    const found = await cluster.request({
      method: 'GET',
      path: '/_plugins/_security/authinfo',
      accept: NO_SECURITY,
      shape: orNull(opensearchUser),
      signal,
    });
    return found && { name: found.user_name, roles: found.roles ?? [], apiKey: null };
  }
  const found = await cluster.request({
    method: 'GET',
    path: '/_security/_authenticate',
    accept: NO_SECURITY,
    shape: orNull(elasticsearchUser),
    signal,
  });
  return found && { name: found.username, roles: found.roles, apiKey: found.api_key?.name ?? null };
}

const grantedShape = object({ cluster: record(flag), index: named(record(flag)) });

/** Which of them our user lacks, by the cluster's own answer. Elasticsearch alone can be asked. */
export async function missingPrivileges(
  cluster: Cluster,
  { cluster: ofCluster, indices }: RequiredPrivileges,
  signal?: AbortSignal,
): Promise<MissingPrivilege[]> {
  const granted = await cluster.request({
    method: 'POST',
    path: '/_security/user/_has_privileges',
    body: { cluster: ofCluster, index: indices },
    shape: grantedShape,
    responseSize: 'list',
    idempotent: true,
    signal,
  });
  return missingOf({ cluster: granted.cluster, index: new Map(entriesOf(granted.index)) });
}

/** Indices and aliases that our user sees, sorted, without hidden ones. */
export async function visibleNames(cluster: Cluster, signal?: AbortSignal): Promise<string[]> {
  const found = await cluster.request({
    method: 'GET',
    path: '/_alias',
    shape: named(object({ aliases: named(anything) })),
    responseSize: 'list',
    signal,
  });
  const names = entriesOf(found).flatMap(([index, { aliases }]) => [
    index,
    ...entriesOf(aliases).map(([name]) => name),
  ]);
  return [...new Set(names)].filter((name) => !name.startsWith('.')).sort();
}
