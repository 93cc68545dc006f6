import type { Check } from '@/lib/contract/plan.ts';
import type { CleanUpPlan } from '@/lib/kinds/clean-up/schema.ts';

export const refusalOf = (plan: CleanUpPlan): Check | undefined =>
  plan.checks.find((check) => check.level === 'refuse');
