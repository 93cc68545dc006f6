import type { Check } from '../contract/plan.ts';
import { AppError } from '../errors.ts';

/** A plan with a refusal is never run, whoever asks. Throws `refused` with the first one's words, and all of them in `details.checks`. */
export function refuseByChecks(plan: { checks: readonly Check[] }): void {
  const refusals = plan.checks.filter(({ level }) => level === 'refuse');
  const [first] = refusals;
  if (!first) return;
  throw new AppError('refused', `${first.title}: ${first.detail}`, {
    ...(first.hint ? { hint: first.hint } : {}),
    details: { check: first.id, checks: refusals },
  });
}
