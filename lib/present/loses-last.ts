import type { DeletionReview } from '../contract/deletion-review.ts';

/** Groups of which no good backup is known to remain. */
export const losesLast = ({ groups }: Pick<DeletionReview, 'groups'>): string[] =>
  groups.filter(({ remaining }) => remaining === null || remaining === 0).map(({ group }) => group);
