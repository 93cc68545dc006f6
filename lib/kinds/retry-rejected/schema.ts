import { z } from 'zod';
import { restorePlan, restoreResult, withRefInPlan } from '../restore/schema.ts';
import { addRefOfFile, upgradeWith } from '../upgrade.ts';

export const retryWork = z.preprocess(
  (work) => withRefInPlan(upgradeWith((stored) => addRefOfFile(stored, ['earlier'], 'backup'))(work)),
  z.object({
    kind: z.literal('retry-rejected'),
    plan: restorePlan,
    earlier: restoreResult,
    of: z.string().describe('the number of the job that rejected them'),
  }),
);
export type RetryWork = z.infer<typeof retryWork>;
