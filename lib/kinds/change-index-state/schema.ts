import { z } from 'zod';
import { healthStatus } from '../../contract/cluster.ts';
import { planBase } from '../../contract/plan.ts';

export const indexAction = z.enum(['open', 'close']);
export type IndexAction = z.infer<typeof indexAction>;

export const changeIndexStatePlan = z.object({
  kind: z.literal('change-index-state'),
  ...planBase,
  action: indexAction,
  index: z.string(),
  uuid: z.string(),
  state: z.enum(['open', 'closed']),
  /** null: unknown, as of a closed index. */
  documents: z.number().nullable(),
  storeBytes: z.number().nullable(),
  createdAt: z.iso.datetime().nullable(),
  /** The aliases that point to it, the one that shows most of it first. */
  aliases: z.array(
    z.object({
      alias: z.string(),
      /** Documents of this index that it shows; null: unknown. */
      documents: z.number().nullable(),
      /** The other indices that it points to. */
      others: z.array(z.string()),
    }),
  ),
});
export type ChangeIndexStatePlan = z.infer<typeof changeIndexStatePlan>;

export const changeIndexStateWork = z.object({ kind: z.literal('change-index-state'), plan: changeIndexStatePlan });
export type ChangeIndexStateWork = z.infer<typeof changeIndexStateWork>;

export const changeIndexStateResult = z.object({
  kind: z.literal('change-index-state'),
  status: z.literal('done'),
  action: indexAction,
  index: z.string(),
  /** After the change; null: the server does not report it. */
  health: healthStatus.nullable(),
  /** Of an index that was opened: its documents now. Of a closed one: those of the plan. null: unknown. */
  documents: z.number().nullable(),
  aliases: z.array(z.string()),
  /** False: it was in this state already when the job began. */
  changed: z.boolean(),
  seconds: z.number(),
});
export type ChangeIndexStateResult = z.infer<typeof changeIndexStateResult>;
