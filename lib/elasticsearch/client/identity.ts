import { entriesOf } from '../../contract/by-name.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import { AppError } from '../../errors.ts';
import { isUnexpectedResponse } from './response-error.ts';
import type { Cluster } from './cluster.ts';
import { distributionOf } from '../capabilities.ts';
import { object, optional, orNull, someNamed, text } from './shape.ts';

const root = object({
  cluster_name: text,
  cluster_uuid: text,
  version: object({ number: text, distribution: optional(text) }),
});

/**
 * Name, uuid and version of the cluster. `GET /` is missing in the servers' small test distributions (405) and may be
 * forbidden to a restricted user, so the node info and the cluster state answer where it does not.
 */
export async function askIdentity(cluster: Cluster, signal?: AbortSignal): Promise<ClusterIdentity> {
  try {
    const said = await cluster.request({
      method: 'GET',
      path: '/',
      accept: [403, 404, 405],
      answer: orNull(root),
      signal,
    });
    if (said !== null && said.cluster_uuid !== '_na_')
      return identity(said.cluster_name, said.cluster_uuid, said.version.number, said.version.distribution);
    const state = await cluster.request({
      method: 'GET',
      path: '/_cluster/state/version',
      answer: object({ cluster_name: text, cluster_uuid: text }),
      signal,
    });
    const { nodes } = await cluster.request({
      method: 'GET',
      path: '/_nodes/_local/os',
      query: { filter_path: 'nodes.*.version' },
      answer: object({ nodes: someNamed(object({ version: text })) }),
      signal,
    });
    const version = said?.version.number ?? entriesOf(nodes)[0]![1].version;
    return identity(state.cluster_name, state.cluster_uuid, version, said?.version.distribution);
  } catch (cause) {
    if (!isUnexpectedResponse(cause)) throw cause;
    throw new AppError(
      'unreachable',
      `What answers at ${cluster.url} is no search cluster: it does not say its name.`,
      { hint: 'Check the address; perhaps a proxy before the cluster answered instead.', cause },
    );
  }
}

/** OpenSearch counts from 1 and Elasticsearch here from 5, so the number tells them apart where nothing else does. */
function identity(name: string, uuid: string, version: string, distribution: string | undefined): ClusterIdentity {
  return { name, uuid, version, distribution: distributionOf(version, distribution) };
}
