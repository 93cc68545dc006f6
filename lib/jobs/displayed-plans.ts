import { LRUCache } from 'lru-cache';
import type { Plan } from '../contract/plan.ts';
import { kinds } from '../kinds/kinds.ts';
import { processGlobal } from '../process-wide.ts';

/** Enough for a shift's open tabs. An older plan is refused as well, with less to say about what changed. */
const MAX_PLANS = 200;
/** Of all plans together: one of 20,000 indices is some 10 MB. */
const MAX_REQUESTS = 200_000;

/** By fingerprint. A plan of more than MAX_REQUESTS is the only one. */
const plans = processGlobal(
  'displayed-plans',
  () =>
    new LRUCache<string, Plan>({
      max: MAX_PLANS,
      maxSize: MAX_REQUESTS,
      sizeCalculation: ({ requests }) => Math.min(Math.max(1, requests.length), MAX_REQUESTS),
    }),
);

/** Called with every plan that a page displays: a later refusal can then list the changes. Returns the plan. */
export function rememberDisplayedPlan<P extends Plan>(plan: P): P {
  plans().set(plan.fingerprint, displayedPart(plan));
  return plan;
}

/** As a page gets it. */
export const displayedPart = <P extends Plan>(plan: P): P =>
  (kinds.of(plan).planDescription?.displayedPart?.(plan) ?? plan) as P;

export const displayedPlan = (fingerprint: string): Plan | null => plans().get(fingerprint) ?? null;
