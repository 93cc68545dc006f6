import { join } from 'node:path';
import type { SettingValue } from './node-files.ts';
import type { ServerKind } from './versions.ts';

/** The name and ports of one node. */
export interface NodeAddress {
  name: string;
  port: number;
  transportPort: number;
}

interface ClusterDescription {
  kind: ServerKind;
  clusterName: string;
  nodes: readonly NodeAddress[];
  secure: boolean;
  repo: string | undefined;
}

/** The settings of one node, before those of the test; `directory` is the node's own. */
export function nodeSettings(
  cluster: ClusterDescription,
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
    ...discoverySettings(kind, nodes, node.transportPort),
    ...securitySettings(kind, secure),
    // In bytes: a developer's disk is often fuller than 85 %.
    'cluster.routing.allocation.disk.watermark.low': '3gb',
    'cluster.routing.allocation.disk.watermark.high': '2gb',
    'cluster.routing.allocation.disk.watermark.flood_stage': '1gb',
  };
}

/** How the nodes find each other. A single node skips the bootstrap checks. */
function discoverySettings(
  kind: ServerKind,
  nodes: readonly NodeAddress[],
  transport: number,
): Record<string, SettingValue> {
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

function securitySettings(kind: ServerKind, enabled: boolean): Record<string, SettingValue> {
  if (kind.distribution === 'opensearch') {
    if (enabled) throw new Error('The OpenSearch test distributions have no security plugin.');
    return {};
  }
  return { 'xpack.security.enabled': enabled, ...(kind.version.startsWith('6.') ? { 'xpack.ml.enabled': false } : {}) };
}
