import { z } from 'zod';
import { restorePlan, restoreResult, withRefInPlan } from '../restore/schema.ts';
import { fileAsRef, upgraded } from '../upgrade.ts';

/** Sends the rejected documents of an earlier restore once more. */
export const retryWork = z.preprocess(
  (work) => withRefInPlan(upgraded((old) => fileAsRef(old, ['earlier'], 'backup'))(work)),
  z.object({
    kind: z.literal('retry-rejected'),
    plan: restorePlan,
    earlier: restoreResult,
    of: z.string().describe('the number of the job that rejected them'),
  }),
);
export type RetryWork = z.infer<typeof retryWork>;
