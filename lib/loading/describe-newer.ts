import type { Buckets } from '../contract/load-outcome.ts';
import { formatCount } from '../format.ts';

/** What `external_gte` left as it was: a document that was deleted on the target is newer, too, and stays deleted. */
export const describeNewer = ({ newer, deleted = 0 }: Pick<Buckets, 'newer' | 'deleted'>): string =>
  `${formatCount(newer)} newer on the target` +
  (deleted > 0 ? ` (${formatCount(deleted)} of them just deleted there)` : '');
