import { z } from 'zod';
import { planBase } from '../../../lib/contract/plan.ts';

const toyPlan = z.object({ kind: z.literal('toy'), ...planBase, upTo: z.number(), what: z.string() });
export type ToyPlan = z.infer<typeof toyPlan>;

export const toyWork = z.object({ kind: z.literal('toy'), plan: toyPlan });
export type ToyWork = z.infer<typeof toyWork>;

export const toyResult = z.object({
  kind: z.literal('toy'),
  status: z.enum(['done', 'partial']),
  counted: z.number(),
});
export type ToyResult = z.infer<typeof toyResult>;
