import { z } from 'zod';
import type { BreakGlassUse } from './break-glass.ts';
import { check } from './plan.ts';

const indexDocuments = z.object({ index: z.string(), documents: z.number().nullable() });

/** What a second person approves. */
export const planReview = z.object({
  checks: z.array(check),
  before: z.array(indexDocuments),
  after: z.array(indexDocuments),
});
export type PlanReview = z.infer<typeof planReview>;

/** A request for approval of one plan (by fingerprint), and its approval. It ends when it is used or has expired. */
export const approval = z.object({
  id: z.string(),
  cluster: z.string(),
  fingerprint: z.string(),
  summary: z.string(),
  /** null: requested in an older version. */
  review: planReview.nullable(),
  requestedBy: z.string(),
  requestedAt: z.string(),
  expiresAt: z.string(),
  approvedBy: z.string().nullable(),
  approvedAt: z.string().nullable(),
  /**
   * What is asked, when the plan is applied, whether the approver still may approve; null: nothing, it is valid until
   * it expires.
   */
  askedAgain: z.enum(['users', 'provider']).nullable(),
  usedByJob: z.string().nullable(),
});
export type Approval = z.infer<typeof approval>;

/** The approver, as the sign-in knew them at that time. */
export const approver = z.object({
  groups: z.array(z.string()),
  role: z.enum(['viewer', 'operator', 'admin']).nullable(),
  askedAgain: approval.shape.askedAgain,
});
export type Approver = z.infer<typeof approver>;

/** What a plan needs before it becomes a job on a protected cluster. */
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

/** A cluster's open requests for approval, and its break-glass uses. */
export interface ApprovalsPage {
  takenAt: string;
  approvals: Approval[];
  brokenGlass: BreakGlassUse[];
}
