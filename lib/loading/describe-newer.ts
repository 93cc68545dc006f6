import type { Buckets } from '../contract/load-outcome.ts';
import { formatCount } from '../format.ts';

/** The documents that `external_gte` left unchanged. One that was deleted on the target counts as newer, and stays deleted. */
export const describeNewer = ({ newer, deleted = 0 }: Pick<Buckets, 'newer' | 'deleted'>): string =>
  `${formatCount(newer)} newer on the target` +
  (deleted > 0 ? ` (${formatCount(deleted)} of them just deleted there)` : '');
