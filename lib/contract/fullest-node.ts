import type { NodeSummary } from './cluster.ts';

/** How full a disk is, in percent; null: unknown. */
export function diskUsedPercent(node: Pick<NodeSummary, 'diskTotalBytes' | 'diskFreeBytes'>): number | null {
  if (node.diskTotalBytes === null || node.diskFreeBytes === null || node.diskTotalBytes === 0) return null;
  return ((node.diskTotalBytes - node.diskFreeBytes) / node.diskTotalBytes) * 100;
}

/** The fullest data node: the one that meets a watermark first. */
export function fullestNode(nodes: readonly NodeSummary[]): NodeSummary | null {
  const known = nodes.filter((node) => node.data && diskUsedPercent(node) !== null);
  return known.reduce<NodeSummary | null>(
    (worst, node) => (worst === null || diskUsedPercent(node)! > diskUsedPercent(worst)! ? node : worst),
    null,
  );
}
