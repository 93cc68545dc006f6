import { z } from 'zod';
import { planBase } from '../../contract/plan.ts';

export const cleanUpRules = z.object({
  /** Newest unaliased indices kept per group: the way back. */
  keep: z.number().int().min(0).max(1000).default(1),
  /** Only indices older than this. */
  olderThanMs: z.number().int().nonnegative().nullable().default(null),
  /** Only these groups; empty: every alias. */
  aliases: z.array(z.string()).default([]),
});
export type CleanUpRules = z.infer<typeof cleanUpRules>;

export const cleanUpEntry = z.object({
  index: z.string(),
  uuid: z.string(),
  state: z.enum(['open', 'closed']),
  documents: z.number().nullable(),
  storeBytes: z.number().nullable(),
  createdAt: z.iso.datetime().nullable(),
  goes: z.boolean(),
  /** Ends the sentence "goes because …" or "stays because …". */
  because: z.string(),
});
export type CleanUpEntry = z.infer<typeof cleanUpEntry>;

export const cleanUpPlan = z.object({
  kind: z.literal('clean-up'),
  ...planBase,
  rules: cleanUpRules,
  groups: z.array(z.object({ alias: z.string(), entries: z.array(cleanUpEntry) })),
  /** Of no alias, by alias or by name: never cleaned up, but said, the largest first. None where aliases were chosen. */
  outside: z.array(cleanUpEntry.pick({ index: true, uuid: true, documents: true, storeBytes: true })).default([]),
  /** Totals of what goes. Bytes null: at least one is unknown. */
  indices: z.number(),
  documents: z.number().nullable(),
  bytes: z.number().nullable(),
});
export type CleanUpPlan = z.infer<typeof cleanUpPlan>;

export const cleanUpResult = z.object({
  kind: z.literal('clean-up'),
  status: z.enum(['done', 'partial']),
  deleted: z.array(
    z.object({
      index: z.string(),
      uuid: z.string(),
      documents: z.number().nullable(),
      storeBytes: z.number().nullable(),
    }),
  ),
  /** Planned but not deleted, with the reason. */
  left: z.array(z.object({ index: z.string(), reason: z.string() })),
  bytes: z.number(),
  seconds: z.number(),
});
export type CleanUpResult = z.infer<typeof cleanUpResult>;

export const cleanUpWork = z.object({ kind: z.literal('clean-up'), plan: cleanUpPlan });
export type CleanUpWork = z.infer<typeof cleanUpWork>;
