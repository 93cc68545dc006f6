import type { NodeSummary } from './cluster.ts';

/** How full a disk is, in percent; null: unknown. */
export function diskUsedPercent(node: Pick<NodeSummary, 'diskTotalBytes' | 'diskFreeBytes'>): number | null {
  if (node.diskTotalBytes === null || node.diskFreeBytes === null || node.diskTotalBytes === 0) return null;
  return ((node.diskTotalBytes - node.diskFreeBytes) / node.diskTotalBytes) * 100;
}

/** The data node with the fullest disk; null: all are unknown. */
export function fullestNode(nodes: readonly NodeSummary[]): NodeSummary | null {
  const known = nodes.filter((node) => node.data && diskUsedPercent(node) !== null);
  return known.reduce<NodeSummary | null>(
    (fullest, node) => (fullest === null || diskUsedPercent(node)! > diskUsedPercent(fullest)! ? node : fullest),
    null,
  );
}
