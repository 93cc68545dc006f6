import type { BackupPlan, CleanUpPlan, RestorePlan, SwitchPlan } from '../contract/plans.ts';

export type AnyPlan = BackupPlan | RestorePlan | SwitchPlan | CleanUpPlan;

const slot = Symbol.for('restore-desk.shown-plans');
const holder = globalThis as { [slot]?: Map<string, AnyPlan> };

/** Enough for a shift's open tabs; an older one is refused just as well, only with less to say about what changed. */
const KEPT = 200;

const plans = (): Map<string, AnyPlan> => (holder[slot] ??= new Map());

/** Call it with every plan a page shows: a later refusal can then say what changed since. Returns the plan. */
export function rememberPlan<Plan extends AnyPlan>(plan: Plan): Plan {
  plans().delete(plan.fingerprint);
  plans().set(plan.fingerprint, plan);
  for (const oldest of plans().keys()) {
    if (plans().size <= KEPT) break;
    plans().delete(oldest);
  }
  return plan;
}

export const shownPlan = (fingerprint: string): AnyPlan | null => plans().get(fingerprint) ?? null;
