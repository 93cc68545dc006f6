import type { Plan } from '../contract/plan.ts';
import { kinds } from '../kinds/kinds.ts';
import { processGlobal } from '../process-wide.ts';

/** Enough for a shift's open tabs. An older plan is refused as well, but without the list of changes. */
const MOST_PLANS = 200;
/** Of all plans together: a plan of 20,000 indices is about 10 MB. */
const MOST_REQUESTS = 200_000;

const plans = processGlobal('shown-plans', () => new Map<string, Plan>());

/** Called with every plan that a page displays: a later refusal can then list the changes. Returns the plan. */
export function rememberDisplayedPlan<P extends Plan>(plan: P): P {
  plans().delete(plan.fingerprint);
  plans().set(plan.fingerprint, displayedPart(plan));
  let requests = 0;
  for (const each of plans().values()) requests += each.requests.length;
  for (const [oldest, { requests: dropped }] of plans()) {
    if (oldest === plan.fingerprint || (plans().size <= MOST_PLANS && requests <= MOST_REQUESTS)) break;
    requests -= dropped.length;
    plans().delete(oldest);
  }
  return plan;
}

/** The part of a plan that is sent to a page. */
export const displayedPart = <P extends Plan>(plan: P): P => (kinds.of(plan).plans?.shown?.(plan) ?? plan) as P;

export const displayedPlan = (fingerprint: string): Plan | null => plans().get(fingerprint) ?? null;
