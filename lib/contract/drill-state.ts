import { z } from 'zod';
import { comparedBy } from './compared-by.ts';

/** What the last drill of a backup found, for a page. As in drilled.ts. */
export const drillState = z.object({
  job: z.string(),
  at: z.iso.datetime(),
  seconds: z.number(),
  /** In the restored index; null: it did not come so far. */
  documents: z.number().nullable(),
  /** null: not compared. */
  equal: z.number().nullable(),
  compared: comparedBy.nullable(),
  ok: z.boolean(),
  /** Why it is not ok, as a sentence. */
  problem: z.string().nullable(),
  /** Its documents per second were limited: a restore is faster. */
  limited: z.boolean(),
  /** It ran on a drill cluster. */
  elsewhere: z.boolean(),
});
export type DrillState = z.infer<typeof drillState>;

/** The drills of a snapshot's indices: how many were drilled, how many of them failed or could prove nothing, and when last. */
export const drilledIndices = z.object({
  indices: z.number(),
  failed: z.number(),
  unproven: z.number(),
  at: z.iso.datetime(),
});
export type DrilledIndices = z.infer<typeof drilledIndices>;

/** A pinned backup, for a page. As in pinned.ts. */
export const pinnedState = z.object({ reason: z.string(), by: z.string(), at: z.iso.datetime() });

/** Restores of an alias's backups by drills. */
export const provenRestores = z.object({
  /** The newest that was equal; of an alias on several indices those of all of them, with the oldest time. null: none. */
  last: z
    .object({
      at: z.iso.datetime(),
      job: z.string(),
      seconds: z.number(),
      documents: z.number().nullable(),
      equal: z.number().nullable(),
      /** `counts` where one of them is. */
      compared: comparedBy.nullable(),
      /** Of so many indices. Absent: the alias is on one. */
      indices: z.object({ proven: z.number(), all: z.number() }).optional(),
    })
    .nullable(),
  /** The newest drill, where it failed or could prove nothing; null: neither, or there is none. */
  failed: z
    .object({
      at: z.iso.datetime(),
      job: z.string(),
      problem: z.string(),
      /** It was restored, and there is nothing to compare it with. */
      unproven: z.boolean(),
    })
    .nullable(),
});
export type ProvenRestores = z.infer<typeof provenRestores>;
