import { entriesOf } from '../../contract/by-name.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import { AppError } from '../../errors.ts';
import { isUnexpectedResponse } from './response-error.ts';
import type { Cluster } from './cluster.ts';
import { distributionOf } from '../capabilities.ts';
import { object, optional, orNull, nonEmptyNamed, text } from './shape.ts';

const rootShape = object({
  cluster_name: text,
  cluster_uuid: text,
  version: object({ number: text, distribution: optional(text) }),
});

/**
 * Name, uuid and version of the cluster. The servers' minimal test distributions have no `GET /` (405), and a restricted
 * user may not send it (403): then the cluster state and the node info are read. Throws `unreachable` where something
 * other than a cluster answers.
 */
export async function readIdentity(cluster: Cluster, signal?: AbortSignal): Promise<ClusterIdentity> {
  try {
    const root = await cluster.request({
      method: 'GET',
      path: '/',
      accept: [403, 404, 405],
      shape: orNull(rootShape),
      signal,
    });
    if (root !== null && root.cluster_uuid !== '_na_')
      return identity(root.cluster_name, root.cluster_uuid, root.version.number, root.version.distribution);
    const state = await cluster.request({
      method: 'GET',
      path: '/_cluster/state/version',
      shape: object({ cluster_name: text, cluster_uuid: text }),
      signal,
    });
    const { nodes } = await cluster.request({
      method: 'GET',
      path: '/_nodes/_local/os',
      query: { filter_path: 'nodes.*.version' },
      shape: object({ nodes: nonEmptyNamed(object({ version: text })) }),
      signal,
    });
    const version = root?.version.number ?? entriesOf(nodes)[0]![1].version;
    return identity(state.cluster_name, state.cluster_uuid, version, root?.version.distribution);
  } catch (cause) {
    if (!isUnexpectedResponse(cause)) throw cause;
    throw new AppError(
      'unreachable',
      `What answers at ${cluster.url} is no search cluster: it does not say its name.`,
      { hint: 'Check the address; perhaps a proxy in front of the cluster answered instead.', cause },
    );
  }
}

function identity(name: string, uuid: string, version: string, distribution: string | undefined): ClusterIdentity {
  return { name, uuid, version, distribution: distributionOf(version, distribution) };
}
