import { z } from 'zod';

/** An alias of a protected cluster that was moved without the yes of a second person, and why that could not be waited for. */
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
