import { z } from 'zod';
import { clusterHealth, nodeSummary } from '../../contract/cluster.ts';
import { cleanUpPlan, type CleanUpPlan } from './schema.ts';

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
