import type { Plan } from '../contract/plan.ts';
import { kinds } from '../kinds/kinds.ts';
import { processGlobal } from '../process-wide.ts';

/** Enough for a shift's open tabs; an older one is refused just as well, only with less to say about what changed. */
const KEPT = 200;
/** Of all kept plans together: one of 20,000 indices is some 10 MB. */
const KEPT_REQUESTS = 200_000;

const plans = processGlobal('shown-plans', () => new Map<string, Plan>());

/** Call it with every plan a page shows: a later refusal can then say what changed since. Returns the plan. */
export function rememberDisplayedPlan<P extends Plan>(plan: P): P {
  plans().delete(plan.fingerprint);
  plans().set(plan.fingerprint, displayedPart(plan));
  let requests = 0;
  for (const each of plans().values()) requests += each.requests.length;
  for (const [oldest, { requests: gone }] of plans()) {
    if (oldest === plan.fingerprint || (plans().size <= KEPT && requests <= KEPT_REQUESTS)) break;
    requests -= gone.length;
    plans().delete(oldest);
  }
  return plan;
}

/** As a page gets it. */
export const displayedPart = <P extends Plan>(plan: P): P =>
  (kinds.of(plan).planDescription?.displayedPart?.(plan) ?? plan) as P;

export const displayedPlan = (fingerprint: string): Plan | null => plans().get(fingerprint) ?? null;
