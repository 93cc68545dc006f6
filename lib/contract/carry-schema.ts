import { z } from 'zod';
import { CHANGES } from './carried.ts';

export const change = z.enum(CHANGES);

/** See `CarryCounts`. */
export const carryCounts = z.object({
  added: z.number(),
  changed: z.number(),
  deleted: z.number(),
  already: z.number(),
  conflicts: z.number(),
  rejected: z.number(),
  leftOut: z.number(),
});

/** The index that is written into. */
export const carryTarget = z.object({
  index: z.string(),
  uuid: z.string(),
  /** With one it is live. */
  aliases: z.array(z.string()),
  /** null: unknown. */
  documents: z.number().nullable(),
  /** The mapping type that Elasticsearch 6 requires; null from 7 on. */
  type: z.string().nullable(),
  /** Set while documents are written (loading-alias.ts). */
  loadingAlias: z.string(),
});
export type CarryTarget = z.infer<typeof carryTarget>;

/** What a plan found when it looked documents up. */
export const expectedCounts = carryCounts.omit({ rejected: true }).extend({
  /** How many were looked up; of the others it is not known which conflict. */
  lookedUp: z.number(),
  /** All that there are. */
  total: z.number(),
});
export type ExpectedCounts = z.infer<typeof expectedCounts>;

/** The fields of a result of either direction. */
export const carriedFields = {
  status: z.enum(['done', 'partial']),
  index: z.string(),
  indexUuid: z.string(),
  counts: carryCounts,
  /** Absolute path; null: nothing was written. */
  undoFile: z.string().nullable(),
  /** Absolute path of the documents that were not written; null: none. */
  conflictsFile: z.string().nullable(),
  seconds: z.number(),
  warnings: z.array(z.string()),
};
