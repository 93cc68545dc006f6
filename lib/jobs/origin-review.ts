import type { ConfiguredCluster } from '../config.ts';
import type { Plan } from '../contract/plan.ts';
import type { PlanReview } from '../contract/reviews.ts';
import { originReview, originsOf, possibleOriginsOf } from './document-origin.ts';
import type { JobStore } from './store/job-store.ts';

type Reviewed = Pick<PlanReview, 'originEnvironments' | 'possibleOriginEnvironments'>;

/** Where the documents of a plan come from and where they may come from, for a second person. It names no cluster. */
export function reviewedOrigins(store: JobStore, entry: ConfiguredCluster, plan: Plan): Reviewed {
  const { originEnvironments: possible } = originReview(possibleOriginsOf(store, entry, plan));
  return {
    ...originReview(originsOf(store, entry, plan)),
    ...(possible === undefined ? {} : { possibleOriginEnvironments: possible }),
  };
}
