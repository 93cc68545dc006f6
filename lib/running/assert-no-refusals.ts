import type { Check } from '../contract/plan.ts';
import { AppError } from '../errors.ts';

/** A plan with a refusal is never run. Throws `refused` with the text of the first one, and all of them in `details.checks`. */
export function assertNoRefusals(plan: { checks: readonly Check[] }): void {
  const refusals = plan.checks.filter(({ level }) => level === 'refuse');
  const [first] = refusals;
  if (!first) return;
  throw new AppError('refused', `${first.title}: ${first.detail}`, {
    ...(first.hint ? { hint: first.hint } : {}),
    details: { check: first.id, checks: refusals },
  });
}
