import { z } from 'zod';
import { backupRef } from '../../contract/backup.ts';
import { carriedFields, carryCounts, carryTarget, change, expectedCounts } from '../../contract/carry-schema.ts';
import { planBase } from '../../contract/plan.ts';

export const carryForwardPlan = z.object({
  kind: z.literal('carry-forward'),
  ...planBase,
  /** The job whose differences are carried. */
  comparison: z.object({ job: z.string(), readAt: z.iso.datetime() }),
  base: z.object({
    backup: backupRef,
    group: z.string(),
    takenAt: z.iso.datetime().nullable(),
    documents: z.number(),
  }),
  /** The index that was live. */
  from: z.object({ index: z.string(), uuid: z.string(), type: z.string().nullable() }),
  to: carryTarget,
  changes: z.array(change),
  /** JSON text of a query that restricts them; null: all. */
  query: z.string().nullable(),
  /** Part of the query. */
  since: z.object({ field: z.string(), time: z.string() }).nullable(),
  /** What the comparison found, whether it is carried or not. */
  found: carryCounts.pick({ added: true, changed: true, deleted: true }),
  expected: expectedCounts,
});
export type CarryForwardPlan = z.infer<typeof carryForwardPlan>;

export const carryForwardWork = z.object({ kind: z.literal('carry-forward'), plan: carryForwardPlan });
export type CarryForwardWork = z.infer<typeof carryForwardWork>;

export const carryForwardResult = z.object({ kind: z.literal('carry-forward'), ...carriedFields });
export type CarryForwardResult = z.infer<typeof carryForwardResult>;
