import type { ClusterHealth } from '../contract/cluster.ts';
import { fullestNode } from '../contract/fullest-node.ts';
import type { CleanUpReview } from '../kinds/clean-up/review.ts';

/**
 * The disk that reaches a watermark first: a sum would hide the one that is full. null: no data node reports its disk.
 * Pure.
 */
export function cleanUpDisk({
  nodes,
  watermarks,
  diskFreeBytes,
}: Pick<ClusterHealth, 'nodes' | 'watermarks' | 'diskFreeBytes'>): CleanUpReview['disk'] {
  const fullest = fullestNode(nodes);
  return (
    fullest && { fullest, watermarks, dataNodes: nodes.filter((node) => node.data).length, freeBytes: diskFreeBytes }
  );
}
