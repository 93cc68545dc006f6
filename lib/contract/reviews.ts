import { z } from 'zod';
import { check } from './plan.ts';

const named = z.object({ index: z.string(), documents: z.number().nullable() });

/** What a second person says yes to. */
export const planReview = z.object({ checks: z.array(check), before: z.array(named), after: z.array(named) });
export type PlanReview = z.infer<typeof planReview>;

/** A second person's yes to one plan: bound to its fingerprint, and gone after a while or when it was used. */
export const approval = z.object({
  id: z.string(),
  cluster: z.string(),
  fingerprint: z.string(),
  summary: z.string(),
  /** null: asked for by an older version. */
  review: planReview.nullable(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  expiresAt: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: z.string().nullable(),
  /** Who is asked at applying whether whoever approved still may; null: nobody can be, and it is good until it expires. */
  askedAgain: z.enum(['users', 'provider']).nullable(),
  usedByJob: z.string().nullable(),
});
export type Approval = z.infer<typeof approval>;

/** Who approved, as the sign-in knew them then. */
export const approver = z.object({
  groups: z.array(z.string()),
  role: z.enum(['viewer', 'operator', 'admin']).nullable(),
  askedAgain: approval.shape.askedAgain,
});
export type Approver = z.infer<typeof approver>;

/** What stands between a plan and its job on a protected cluster. */
export const guard = z.object({
  typeToConfirm: z.string().nullable().describe('an alias’s name; null: nothing is typed'),
  confirms: z.string().nullable().describe('what the name confirms: "moving government"'),
  approval: z.discriminatedUnion('state', [
    z.object({ state: z.literal('not-needed') }),
    z.object({ state: z.literal('needed') }),
    z.object({ state: z.literal('requested'), approval }),
    z.object({ state: z.literal('given'), approval }),
  ]),
});
export type Guard = z.infer<typeof guard>;
