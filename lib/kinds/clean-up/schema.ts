import { z } from 'zod';
import { planBase } from '../../contract/plan.ts';

export const cleanUpRules = z.object({
  /** How many of the newest indices without an alias are kept per group, to go back to. */
  keep: z.number().int().min(0).max(1000).default(1),
  /** Only indices older than this are deleted; null: of any age. */
  olderThanMs: z.number().int().nonnegative().nullable().default(null),
  /** Only these groups; empty: every alias. */
  aliases: z.array(z.string()).default([]),
  /** No alias is chosen, which is not every alias: nothing is deleted. */
  noAliases: z.boolean().optional(),
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
  /** Ends the sentence "deleted because …" or "kept because …". */
  because: z.string(),
});
export type CleanUpEntry = z.infer<typeof cleanUpEntry>;

/** A job that filled an index and ended without finishing it. `alias`: that it was for; null: none. */
export interface EndedJob {
  job: string;
  status: 'failed' | 'cancelled' | 'interrupted';
  alias: string | null;
}

export const cleanUpPlan = z.object({
  kind: z.literal('clean-up'),
  ...planBase,
  rules: cleanUpRules,
  groups: z.array(z.object({ alias: z.string(), entries: z.array(cleanUpEntry) })),
  /** Indices without an alias and without a group's name, largest first: never deleted. Empty where `rules` name aliases. */
  outside: z.array(cleanUpEntry.pick({ index: true, uuid: true, documents: true, storeBytes: true })).default([]),
  /** Totals of the indices that are deleted; null: at least one is unknown. */
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
