import { entriesOf } from '../../contract/by-name.ts';
import type { Cluster } from '../client/cluster.ts';
import { nonEmptyNamed, number, object, text } from '../client/shape.ts';

/** The time of a node's clock, in milliseconds, when it answered. */
export interface NodeClock {
  node: string;
  atMs: number;
}

/** The clocks of all nodes. Throws `forbidden` without `monitor`. */
export async function readNodeClocks(cluster: Cluster, signal?: AbortSignal): Promise<NodeClock[]> {
  const { nodes } = await cluster.request({
    method: 'GET',
    path: '/_nodes/stats/os',
    query: { filter_path: 'nodes.*.name,nodes.*.timestamp' },
    shape: object({ nodes: nonEmptyNamed(object({ name: text, timestamp: number })) }),
    responseSize: 'list',
    signal,
  });
  return entriesOf(nodes).map(([, { name, timestamp }]) => ({ node: name, atMs: timestamp }));
}
