import { entriesOf, type ByName } from '../contract/by-name.ts';
import type { ClusterIdentity } from '../contract/cluster.ts';
import { AppError } from '../errors.ts';
import type { Cluster } from './cluster.ts';

interface Root {
  cluster_name?: string;
  cluster_uuid?: string;
  version?: { number?: string; distribution?: string };
}

/**
 * Name, uuid and version of the cluster. `GET /` is missing in the servers' small test distributions (405) and may be
 * forbidden to a restricted user, so the node info and the cluster state answer where it does not.
 */
export async function askIdentity(cluster: Cluster, signal?: AbortSignal): Promise<ClusterIdentity> {
  const root = await cluster.request<Root>({ method: 'GET', path: '/', accept: [403, 404, 405], signal });
  if (root?.version?.number && root.cluster_uuid && root.cluster_uuid !== '_na_') {
    return identity(root.cluster_name ?? '', root.cluster_uuid, root.version.number, root.version.distribution);
  }
  const state = await cluster.request<{ cluster_name: string; cluster_uuid: string }>({
    method: 'GET',
    path: '/_cluster/state/version',
    signal,
  });
  const nodes = await cluster.request<{ nodes: ByName<{ version: string }> }>({
    method: 'GET',
    path: '/_nodes/_local/os',
    query: { filter_path: 'nodes.*.version' },
    signal,
  });
  if (typeof state?.cluster_uuid !== 'string' || !nodes?.nodes)
    throw new AppError(
      'unreachable',
      `What answers at ${cluster.url} is no search cluster: it does not say its name.`,
      { hint: 'Check the address; perhaps a proxy before the cluster answered instead.' },
    );
  const version = root?.version?.number ?? entriesOf(nodes.nodes)[0]?.[1].version ?? '0.0.0';
  return identity(state.cluster_name, state.cluster_uuid, version, root?.version?.distribution);
}

/** OpenSearch counts from 1 and Elasticsearch here from 5, so the number tells them apart where nothing else does. */
function identity(name: string, uuid: string, version: string, distribution: string | undefined): ClusterIdentity {
  const opensearch = distribution === 'opensearch' || (distribution === undefined && Number.parseInt(version, 10) < 5);
  return { name, uuid, version, distribution: opensearch ? 'opensearch' : 'elasticsearch' };
}
