import { join } from 'node:path';
import type { SettingValue } from './node-files.ts';
import type { ServerKind } from './versions.ts';

/** One node of a cluster: where it listens. */
export interface NodeAddress {
  name: string;
  port: number;
  transportPort: number;
}

interface ClusterFacts {
  kind: ServerKind;
  clusterName: string;
  nodes: readonly NodeAddress[];
  secure: boolean;
  repo: string | undefined;
}

/** What every node's yml says, before the wishes of the test: `directory` is the node's own. */
export function nodeSettings(
  cluster: ClusterFacts,
  node: NodeAddress,
  directory: string,
): Record<string, SettingValue> {
  const { kind, clusterName, nodes, secure, repo } = cluster;
  return {
    'cluster.name': clusterName,
    'node.name': node.name,
    'network.host': '127.0.0.1',
    'http.port': node.port,
    'path.data': join(directory, 'data'),
    'path.logs': join(directory, 'logs'),
    ...(repo ? { 'path.repo': [repo] } : {}),
    ...joining(kind, nodes, node.transportPort),
    ...security(kind, secure),
    // A developer's disk is often fuller than 85 %; what counts for tests is room in bytes.
    'cluster.routing.allocation.disk.watermark.low': '3gb',
    'cluster.routing.allocation.disk.watermark.high': '2gb',
    'cluster.routing.allocation.disk.watermark.flood_stage': '1gb',
  };
}

/** How the nodes find each other. One node alone skips the bootstrap checks. */
function joining(kind: ServerKind, nodes: readonly NodeAddress[], transport: number): Record<string, SettingValue> {
  const names = nodes.map(({ name }) => name);
  const hosts = nodes.map(({ transportPort }) => `127.0.0.1:${String(transportPort)}`);
  if (kind.version.startsWith('6.')) {
    if (names.length === 1) return { 'transport.tcp.port': transport, 'discovery.type': 'single-node' };
    return {
      'transport.tcp.port': transport,
      'discovery.zen.ping.unicast.hosts': hosts,
      'discovery.zen.minimum_master_nodes': Math.floor(names.length / 2) + 1,
    };
  }
  if (names.length === 1) return { 'transport.port': transport, 'discovery.type': 'single-node' };
  const managers =
    kind.distribution === 'opensearch' ? 'cluster.initial_cluster_manager_nodes' : 'cluster.initial_master_nodes';
  return { 'transport.port': transport, 'discovery.seed_hosts': hosts, [managers]: names };
}

function security(kind: ServerKind, on: boolean): Record<string, SettingValue> {
  if (kind.distribution === 'opensearch') {
    if (on) throw new Error('The OpenSearch test distributions have no security plugin.');
    return {};
  }
  return { 'xpack.security.enabled': on, ...(kind.version.startsWith('6.') ? { 'xpack.ml.enabled': false } : {}) };
}
