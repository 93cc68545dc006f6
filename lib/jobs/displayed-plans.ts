import { LRUCache } from 'lru-cache';
import type { Plan } from '../contract/plan.ts';
import type { PlanRequest } from '../contract/plan-request.ts';
import { kinds } from '../kinds/kinds.ts';
import { processGlobal } from '../process-wide.ts';

/** Enough for a shift's open tabs. An older plan is refused as well, with less to say about what changed. */
const MAX_PLANS = 200;
/** Of all plans together: one of 20,000 indices is some 10 MB. */
const MAX_REQUESTS = 200_000;

interface Displayed {
  plan: Plan;
  /** What the page asked for, to plan it again later; null: it is not kept. */
  request: PlanRequest | null;
}

/** By fingerprint. A plan of more than MAX_REQUESTS is the only one. */
const plans = processGlobal(
  'displayed-plans',
  () =>
    new LRUCache<string, Displayed>({
      max: MAX_PLANS,
      maxSize: MAX_REQUESTS,
      sizeCalculation: ({ plan: { requests } }) => Math.min(Math.max(1, requests.length), MAX_REQUESTS),
    }),
);

/**
 * Called with every plan that a page displays: a later refusal can then list the changes, and a second person is shown
 * the plan as it is made again. Returns the plan.
 */
export function rememberDisplayedPlan<P extends Plan>(plan: P, request: PlanRequest | null = null): P {
  const { fingerprint } = plan;
  plans().set(fingerprint, { plan: displayedPart(plan), request: request ?? displayedRequest(fingerprint) });
  return plan;
}

/** As a page gets it. */
export const displayedPart = <P extends Plan>(plan: P): P =>
  (kinds.of(plan).planDescription?.displayedPart?.(plan) ?? plan) as P;

export const displayedPlan = (fingerprint: string): Plan | null => plans().get(fingerprint)?.plan ?? null;

export const displayedRequest = (fingerprint: string): PlanRequest | null => plans().get(fingerprint)?.request ?? null;
