import type { IndexAction } from './schema.ts';

/** The address of its review, below the cluster's. */
export const changeIndexStatePath = ({ index, action }: { index: string; action: IndexAction }): string =>
  `/index/${encodeURIComponent(index)}/${action}`;
