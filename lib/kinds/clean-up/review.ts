import { z } from 'zod';
import { clusterHealth, nodeSummary } from '../../contract/cluster.ts';
import { indexToTypeOf, type IndexToType } from '../../index-to-type.ts';
import type { DecidedWindow } from './decided-lines.ts';
import { cleanUpPlan, type CleanUpEntry, type CleanUpPlan } from './schema.ts';

/** In place of the parts of a long plan that its page is not sent: their numbers, and the first lines. */
export const longPlan = z.object({
  window: z.custom<DecidedWindow>(),
  aliases: z.number(),
  /** How many of the aliases have indices to delete: they come first. */
  aliasesToDelete: z.number(),
  outside: z.number(),
  requests: z.number(),
  /** Documents of the indices to delete whose number is known, and how many indices have an unknown number. */
  counted: z.number(),
  uncounted: z.number(),
});
export type LongPlan = z.infer<typeof longPlan>;

/** What the page of a clean-up gets: the plan, and the current state of the disks. */
export const cleanUpReview = z.object({
  /** Where `long` is set: without groups, and with the first entries of the other lists. Totals and fingerprint are of all. */
  plan: cleanUpPlan,
  long: longPlan.optional(),
  /** Every group, also those that the rules exclude. */
  aliases: z.array(z.string()),
  /** The data node with the fullest disk, and the free space of all data nodes together; null: unknown. */
  disk: z
    .object({
      fullest: nodeSummary,
      watermarks: clusterHealth.shape.watermarks,
      dataNodes: z.number(),
      freeBytes: z.number().nullable(),
    })
    .nullable(),
  /** The index whose name the user types; null: nothing is deleted. */
  typeToConfirm: z.custom<IndexToType>().nullable(),
});
export type CleanUpReview = z.infer<typeof cleanUpReview>;

/** The index to delete that has the most documents: to type its name, a user must read the list. */
export function indexToType(plan: Pick<CleanUpPlan, 'groups'>): IndexToType | null {
  const entries = plan.groups.flatMap((group) => group.entries);
  const most = entries
    .filter((entry) => entry.goes)
    .reduce<CleanUpEntry | null>(
      (largest, entry) => (largest === null || (entry.documents ?? -1) > (largest.documents ?? -1) ? entry : largest),
      null,
    );
  return (
    most &&
    indexToTypeOf(
      most.index,
      entries.map(({ index }) => index),
    )
  );
}
