import { z } from 'zod';

/** Every document of the backup is counted in exactly one of these. */
export const buckets = z.object({
  indexed: z.number(),
  existing: z.number().describe('`create`: already there, left as it was'),
  newer: z.number().describe('`external_gte`: the target holds a newer version, or had it and deleted it'),
  rejected: z.number(),
  deleted: z
    .number()
    .optional()
    .describe('of the newer ones: those that were deleted on the target; left out for none'),
  overwritten: z
    .number()
    .optional()
    .describe('of the indexed ones: those that replaced a document of an existing index; left out where unknown'),
});
export type Buckets = z.infer<typeof buckets>;

export const rejectedDocument = z.object({
  /** Line of the source in `objects`, from 1. */
  line: z.number(),
  id: z.string(),
  status: z.number(),
  type: z.string(),
  reason: z.string(),
});
export type RejectedDocument = z.infer<typeof rejectedDocument>;

/** How the loaded index was compared with the backup. */
export const contentCheck = z.object({
  documents: z.number().describe('in the index after the load'),
  expected: z.number(),
  digest: z.string().nullable(),
  expectedDigest: z.string(),
  verdict: z.enum(['equal', 'different', 'additive', 'partial']),
  sentence: z.string(),
  compared: z
    .object({ equal: z.number(), different: z.number(), missing: z.number(), extra: z.number() })
    .optional()
    .describe('documents of the backup, and those that only the index has; left out where only the digests tell'),
  seconds: z.number(),
});
export type ContentCheck = z.infer<typeof contentCheck>;
