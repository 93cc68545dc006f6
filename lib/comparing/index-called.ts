import type { IndexSide } from '../contract/comparison.ts';
import { SIDE_CLUSTERS } from '../contract/side-clusters.ts';

/** "government", or "government on the right side’s cluster". */
export const indexCalled = ({ cluster, index }: IndexSide, side: 'left' | 'right'): string =>
  cluster === undefined ? index : `${index} on ${SIDE_CLUSTERS[side]}`;
