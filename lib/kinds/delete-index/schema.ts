import { z } from 'zod';
import { healthStatus } from '../../contract/cluster.ts';
import { planBase } from '../../contract/plan.ts';

export const deleteIndexPlan = z.object({
  kind: z.literal('delete-index'),
  ...planBase,
  index: z.string(),
  uuid: z.string(),
  state: z.enum(['open', 'closed']),
  health: healthStatus.nullable().optional(),
  /** null: unknown, as of a closed index. */
  documents: z.number().nullable(),
  storeBytes: z.number().nullable(),
  createdAt: z.iso.datetime().nullable(),
  /** The aliases that point to it: while there is one, it is not deleted. */
  aliases: z.array(z.string()),
  /** What a person types: the full name, or `short` if no other index of its group has the same one. */
  typeToConfirm: z.object({ name: z.string(), short: z.string().nullable() }),
});
export type DeleteIndexPlan = z.infer<typeof deleteIndexPlan>;

export const deleteIndexWork = z.object({ kind: z.literal('delete-index'), plan: deleteIndexPlan });
export type DeleteIndexWork = z.infer<typeof deleteIndexWork>;

export const deleteIndexResult = z.object({
  kind: z.literal('delete-index'),
  status: z.literal('done'),
  index: z.string(),
  uuid: z.string(),
  documents: z.number().nullable(),
  storeBytes: z.number().nullable(),
  seconds: z.number(),
});
export type DeleteIndexResult = z.infer<typeof deleteIndexResult>;
