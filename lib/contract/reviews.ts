import { z } from 'zod';
import { clusterHealth, nodeSummary } from './cluster.ts';
import { check, cleanUpPlan, switchPlan, type CleanUpPlan } from './plans.ts';

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
  usedByJob: z.string().nullable(),
});
export type Approval = z.infer<typeof approval>;

/** What stands between a plan and its job on a protected cluster. */
export const guard = z.object({
  typeToConfirm: z.string().nullable(),
  approval: z.discriminatedUnion('state', [
    z.object({ state: z.literal('not-needed') }),
    z.object({ state: z.literal('needed') }),
    z.object({ state: z.literal('requested'), approval }),
    z.object({ state: z.literal('given'), approval }),
  ]),
});
export type Guard = z.infer<typeof guard>;

/** A switch as its page shows it. */
export const switchReview = z.object({ plan: switchPlan, guard });
export type SwitchReview = z.infer<typeof switchReview>;

/** A clean-up as its page shows it, with what the disks are like now. */
export const cleanUpReview = z.object({
  plan: cleanUpPlan,
  /** Every group there is, also those the rules leave out. */
  aliases: z.array(z.string()),
  /** The fullest of the data nodes, and what is free on all of them together; null: unknown. */
  disk: z
    .object({
      fullest: nodeSummary,
      watermarks: clusterHealth.shape.watermarks,
      dataNodes: z.number(),
      freeBytes: z.number().nullable(),
    })
    .nullable(),
  /** An index's name, to be typed; null: nothing goes. */
  typeToConfirm: z.string().nullable(),
});
export type CleanUpReview = z.infer<typeof cleanUpReview>;

/** Of the indices that go the one with the most documents: who types its name has read the list. */
export function nameToType(plan: Pick<CleanUpPlan, 'groups'>): string | null {
  const going = plan.groups.flatMap((group) => group.entries.filter((entry) => entry.goes));
  return (
    going.reduce<(typeof going)[number] | null>(
      (most, entry) => (most === null || (entry.documents ?? -1) > (most.documents ?? -1) ? entry : most),
      null,
    )?.index ?? null
  );
}
