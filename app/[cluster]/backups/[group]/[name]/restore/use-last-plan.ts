import { useState } from 'react';
import type { RestoreDraft } from '@/lib/kinds/restore/review.ts';

export type Planned = Extract<RestoreDraft, { state: 'planned' }>;

/** While a new plan is made, the last one stays on the screen, marked as old. */
export function shownQuery<Query extends { data: RestoreDraft | undefined; error: unknown }>(
  query: Query,
  last: Planned | null,
): Query {
  return last !== null && (query.data === undefined || query.data.state === 'reading')
    ? { ...query, data: last }
    : query;
}

/** The newest plan so far, also while another one is being made. */
export function useLastPlan(draft: RestoreDraft | undefined): Planned | null {
  const [last, setLast] = useState<Planned | null>(null);
  if (draft?.state === 'planned' && draft !== last) setLast(draft);
  return draft?.state === 'planned' ? draft : last;
}
