import { z } from 'zod';

/** A move of an alias of a protected cluster without a second person's approval, and the reason. */
export const breakGlassUse = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
  reason: z.string(),
  /** What was done: the title of its job. */
  title: z.string(),
  /** null: its job could not be started. */
  job: z.string().nullable(),
});
export type BreakGlassUse = z.infer<typeof breakGlassUse>;
